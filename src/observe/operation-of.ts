import type { Span } from "../contracts/telemetry.ts";
import { sanitise } from "../safety/sanitise.ts";
import { attributeText } from "./attribute-text.ts";

const METHOD = /^(?:HTTP )?[A-Z]{3,7}$/;
const ID_SEGMENT = /\/(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,})(?=[/?\s]|$)/gi;
const known = new Map<string, string>();

/**
 * The operation that an entry span serves: its name, or `METHOD route` where an instrumentation that learns the
 * route too late left only the method in the name
 * (https://opentelemetry.io/docs/specs/semconv/http/http-spans/#name). Inert text; segments that are ids are
 * folded. Also for the operation that an alert names, so that both say the same.
 */
export function operationOf(span: Pick<Span, "name" | "attributes">): string {
  const route = METHOD.test(span.name) ? attributeText(span.attributes, "http.route") : undefined;
  const name = route ? `${span.name.replace(/^HTTP /, "")} ${route}` : span.name;
  let operation = known.get(name);
  if (operation === undefined) {
    operation = sanitise(name.slice(0, 600).replace(ID_SEGMENT, "/{id}"), 300) || "unnamed";
    if (known.size >= 5000) known.clear();
    known.set(name, operation);
  }
  return operation;
}
