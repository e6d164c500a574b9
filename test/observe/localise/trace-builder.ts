import type { Attributes, Span, SpanKind } from "../../../src/contracts/telemetry.ts";

export interface Step {
  service: string;
  name: string;
  /** Milliseconds after the start of the trace. */
  from: number;
  to: number;
  kind?: SpanKind;
  failed?: boolean;
  attributes?: Attributes;
  below?: Step[];
}

let ids = 0;

/** The spans of one trace, written as a tree. */
export function trace(root: Step, startMs = 0): Span[] {
  const traceId = (++ids).toString(16).padStart(32, "0");
  const spans: Span[] = [];
  const walk = (step: Step, parentSpanId: string | undefined) => {
    const spanId = (++ids).toString(16).padStart(16, "0");
    spans.push({
      traceId,
      spanId,
      ...(parentSpanId ? { parentSpanId } : {}),
      name: step.name,
      kind: step.kind ?? "server",
      startMs: startMs + step.from,
      endMs: startMs + step.to,
      status: step.failed ? "error" : "unset",
      attributes: step.attributes ?? {},
      events: [],
      resource: { service: step.service, attributes: {} },
    });
    for (const child of step.below ?? []) walk(child, spanId);
  };
  walk(root, undefined);
  return spans;
}
