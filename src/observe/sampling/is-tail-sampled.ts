import type { Span } from "../../contracts/telemetry.ts";

/**
 * What the Collector's tail sampler writes where it is told to record its decisions
 * (https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/tailsamplingprocessor).
 */
const MARKS = [
  "tailsampling.policy",
  "tailsampling.composite_policy",
  "tailsampling.cached_decision",
  "sampling.policy",
] as const;

/** Whether the span, or the scope it came in, says that it was kept for how its trace ended. */
export function isTailSampled(span: Pick<Span, "attributes" | "scopeAttributes">): boolean {
  for (const mark of MARKS) {
    if (Object.hasOwn(span.attributes, mark)) return true;
    if (span.scopeAttributes && Object.hasOwn(span.scopeAttributes, mark)) return true;
  }
  return false;
}
