import type { Span } from "../../contracts/telemetry.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { attributeText } from "../attribute-text.ts";
import { templateOf } from "../failures/template-of.ts";
import { isFailure } from "../is-failure.ts";

/**
 * What a request failed with, in a few words that are the same for all that fail so: the exception of the span where it
 * began (failing, with no failing span below it), else that span's name. Undefined where nothing in it failed.
 */
export function failingSignature(spans: readonly Span[], entry: Span): string | undefined {
  const failing = spans.filter((span) => span === entry || isFailure(span));
  const parents = new Set(failing.filter(isFailure).map((span) => span.parentSpanId));
  const first = failing
    .filter((span) => isFailure(span) && !parents.has(span.spanId))
    .sort((a, b) => a.startMs - b.startMs || (a.spanId < b.spanId ? -1 : 1))[0];
  if (!first) return undefined;
  const told = first.events.findLast((event) => event.name === "exception")?.attributes;
  const type = told ? attributeText(told, "exception.type") : undefined;
  const message = (told ? attributeText(told, "exception.message") : undefined) ?? first.statusMessage ?? "";
  const what = `${type ?? ""}${type && message ? ": " : ""}${message ? templateOf(message, 160) : ""}`;
  return sanitise(what || `${first.name} of ${first.resource.service}`, 300);
}
