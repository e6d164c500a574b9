/** OpenTelemetry's own generated decoder alone on the batches, uncompressed and in memory, on one thread. */
import { oracle } from "../../test/edge/otlp/oracle.ts";
import { type Market, SPANS_PER_BATCH } from "./market-traces.ts";
import { answering } from "./part.ts";
import { templates } from "./templates.ts";

export interface DecodeQuestion {
  market: Market;
  batches: number;
}
export interface DecodeAnswer {
  spansPerSecond: number;
  /** Processor time a span, in microseconds. */
  costUs: number;
  /** The same of all threads of its process. */
  processUs: number;
}

let made: { services: number; bodies: Buffer[] } | undefined;

answering<DecodeQuestion>(({ market, batches }): DecodeAnswer => {
  if (made?.services !== market.services) {
    made = { services: market.services, bodies: templates(market).map((template) => template.bytes) };
    // Both sides are measured warm.
    for (const body of made.bodies) oracle.traces.decode(body);
  }
  const { bodies } = made;
  let spans = 0;
  const before = process.threadCpuUsage();
  const wholeBefore = process.cpuUsage();
  const began = performance.now();
  for (let at = 0; at < batches; at++) {
    const request = oracle.traces.decode(bodies[at % bodies.length] as Buffer);
    spans += request.resourceSpans.length > 0 ? SPANS_PER_BATCH : 0;
  }
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.threadCpuUsage(before);
  const whole = process.cpuUsage(wholeBefore);
  return {
    spansPerSecond: spans / seconds,
    costUs: (user + system) / spans,
    processUs: (whole.user + whole.system) / spans,
  };
});
