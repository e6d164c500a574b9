/** What a clock that is set back during a span may take from it, in milliseconds. */
const CLOCK_STEP_MS = 1000;

/**
 * Why a span cannot be used, or undefined. A zero id means "no id" in the trace context specification
 * (https://www.w3.org/TR/trace-context/#trace-id), and a span that ends long before it starts, or whose
 * start is missing, would poison every latency it enters.
 * @param traceId hexadecimal; "" where it is absent or zero; null where it is no 16 bytes; likewise the others
 */
export function spanFault(
  traceId: string | null,
  spanId: string | null,
  parentSpanId: string | null,
  startMs: number,
  endMs: number,
): string | undefined {
  if (traceId === null) return "a trace id is not 16 bytes long";
  if (traceId === "") return "a trace id is absent or all zeros";
  if (spanId === null) return "a span id is not 8 bytes long";
  if (spanId === "") return "a span id is absent or all zeros";
  if (parentSpanId === null) return "a parent span id is not 8 bytes long";
  if (startMs === 0) return "a span has no start time";
  if (endMs < startMs - CLOCK_STEP_MS) return "a span ends before it starts";
  return undefined;
}
