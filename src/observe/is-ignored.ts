import type { IgnoredError } from "../contracts/policy.ts";
import type { Span } from "../contracts/telemetry.ts";
import { attributeText } from "./attribute-text.ts";

const STATUS = [
  "http.response.status_code",
  "http.status_code",
  "rpc.response.status_code",
  "rpc.grpc.status_code",
] as const;

/** Whether the team's policy says that a failure of this kind is none: one entry that holds in all that it names. */
export function isIgnored(
  span: Pick<Span, "attributes"> & Partial<Pick<Span, "events">>,
  operation: string,
  ignored: readonly IgnoredError[],
): boolean {
  return ignored.some(
    (one) =>
      (one.operation === undefined || matches(one.operation, operation)) &&
      (one.status === undefined ||
        STATUS.some(
          (key) => Object.hasOwn(span.attributes, key) && String(span.attributes[key]) === String(one.status),
        )) &&
      (one.exception === undefined ||
        exceptionsOf(span).some((type) => isType(type, one.exception as string))),
  );
}

function exceptionsOf(span: Pick<Span, "attributes"> & Partial<Pick<Span, "events">>): string[] {
  const types = [
    attributeText(span.attributes, "error.type"),
    attributeText(span.attributes, "exception.type"),
    ...(span.events ?? []).map((event) => attributeText(event.attributes, "exception.type")),
  ];
  return types.filter((type) => type !== undefined);
}

/** The whole name or, as people speak of them, its last part: `QuoteExpired` for `shop.errors.QuoteExpired`. */
const isType = (type: string, wanted: string): boolean =>
  type === wanted || (type.endsWith(wanted) && /[.:\\/$]/.test(type.at(-wanted.length - 1) ?? ""));

/** `*` stands for any text. Greedy from left to right, without going back: linear in the length of both. */
function matches(glob: string, text: string): boolean {
  const parts = glob.split("*");
  const first = parts.shift() as string;
  if (parts.length === 0) return text === first;
  const last = parts.pop() as string;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let at = first.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > text.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}
