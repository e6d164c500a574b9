import { createRequire } from "node:module";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { OtlpBatch } from "../../marketplace-demo/world/telemetry/otlp-batch.ts";
import { createTailSampler } from "../../marketplace-demo/world/telemetry/sample-tail.ts";

const { ExportTraceServiceRequest } = createRequire(import.meta.url)(
  "@opentelemetry/otlp-transformer-oracle/build/src/generated/root.js",
).opentelemetry.proto.collector.trace.v1;

function batchOf(spans: { trace: number; code?: number; milliseconds?: number; name: string }[]): OtlpBatch {
  const body = ExportTraceServiceRequest.encode({
    resourceSpans: [
      {
        resource: { attributes: [{ key: "service.name", value: { stringValue: "quotes" } }] },
        scopeSpans: [
          {
            scope: { name: "http" },
            spans: spans.map(({ trace, code = 0, milliseconds = 5, name }) => ({
              traceId: Buffer.from(trace.toString(16).padStart(32, "0"), "hex"),
              spanId: Buffer.alloc(8, 1),
              name,
              startTimeUnixNano: "1000000000",
              endTimeUnixNano: String(1_000_000_000 + milliseconds * 1_000_000),
              status: { code },
            })),
          },
        ],
      },
    ],
  }).finish();
  return {
    signal: "traces",
    contentType: "application/x-protobuf",
    contentEncoding: undefined,
    body: Buffer.from(body),
    receivedAt: 0,
  };
}

const namesOf = (batches: OtlpBatch[]) =>
  batches
    .flatMap(({ body }) => ExportTraceServiceRequest.decode(body).resourceSpans)
    .flatMap((one: { scopeSpans: { spans: { name: string }[] }[] }) => one.scopeSpans)
    .flatMap((one: { spans: { name: string }[] }) => one.spans.map(({ name }) => name));

afterEach(() => {
  vi.useRealTimers();
});

describe("the tail sampler", () => {
  it("keeps the whole of each failing and each slow trace, and one in so many of the others", () => {
    vi.useFakeTimers();
    const kept: OtlpBatch[] = [];
    const sampler = createTailSampler(10, (batch) => kept.push(batch));
    sampler.take(batchOf([{ trace: 11, name: "failing, the root" }]));
    // The error stands in another service's span of the same trace, which comes later.
    sampler.take(batchOf([{ trace: 11, code: 2, name: "failing, below" }]));
    sampler.take(batchOf([{ trace: 12, milliseconds: 1_500, name: "slow" }]));
    sampler.take(batchOf(Array.from({ length: 200 }, (_, i) => ({ trace: 1_000 + i, name: `good ${i}` }))));
    expect(kept).toEqual([]);
    vi.advanceTimersByTime(3_000);
    const names = namesOf(kept);
    expect(names).toEqual(expect.arrayContaining(["failing, the root", "failing, below", "slow"]));
    expect(names.filter((name: string) => name.startsWith("good"))).toHaveLength(20);
    sampler.stop();
  });
});
