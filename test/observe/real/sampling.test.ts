import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Attributes } from "../../../src/contracts/telemetry.ts";
import { adjustedCount } from "../../../src/observe/sampling/adjusted-count.ts";
import { SpanSampling } from "../../../src/observe/sampling/span-sampling.ts";

describe("for how many requests a span stands", () => {
  test.each<[traceState: string | undefined, attributes: Attributes, count: number | null]>([
    [undefined, {}, null],
    ["ot=th:0", {}, 1],
    ["ot=th:8", {}, 2],
    ["ot=th:c", {}, 4],
    ["vendor=1,ot=rv:6e6d1a75832a2f;th:fd70a3d70a3d71", {}, 100],
    ["ot=th:fd70a,vendor=x", {}, 100],
    ["ot=rv:6e6d1a75832a2f", {}, null],
    ["ot=p:8;r:62", {}, 256],
    ["ot=p:63;r:5", {}, 0],
    ["ot=th:ffffffffffffff", {}, null],
    ["other=th:8", {}, null],
    ["ot=th:xyz", { SampleRate: 20 }, 20],
    [undefined, { SampleRate: "20" }, 20],
    [undefined, { "sampling.probability": 0.25 }, 4],
    [undefined, { "sampling.probability": 0 }, null],
    [undefined, { "sampler.type": "probabilistic", "sampler.param": 0.01 }, 100],
    [undefined, { "sampler.type": "const", "sampler.param": true }, 1],
    [undefined, { "sampler.type": "ratelimiting", "sampler.param": 2 }, null],
    [undefined, { SampleRate: -5 }, null],
  ])("%s %j: %s", (traceState, attributes, count) => {
    const said = adjustedCount(traceState === undefined ? { attributes } : { traceState, attributes });
    if (count === null) expect(said).toBeNull();
    else expect(said).toBeCloseTo(count, count < 50 ? 6 : 1);
  });

  it("is a number that can be counted with, or nothing, whatever a sender writes", () => {
    fc.assert(
      fc.property(fc.string(), fc.double(), (text, number) => {
        for (const traceState of [text, `ot=th:${text}`, `ot=p:${text}`]) {
          const said = adjustedCount({ traceState, attributes: { SampleRate: number } });
          expect(said === null || said === 0 || (said >= 1 && said <= 1e6)).toBe(true);
        }
      }),
    );
  });
});

describe("whether spans may be counted", () => {
  it("they may where nothing is said, and where head sampling is", () => {
    const sampling = new SpanSampling();
    for (let n = 0; n < 1000; n++) sampling.note("a", n % 2 ? null : 100, n % 10 === 0, n);
    expect(sampling.counts(1000)).toBe(true);
  });

  it("not where failing requests stand for fewer than good ones, and again an hour after that ended", () => {
    const sampling = new SpanSampling();
    for (let n = 0; n < 40; n++) sampling.note("a", n % 4 === 0 ? 1 : 100, n % 4 === 0, 0);
    expect(sampling.counts(1)).toBe(false);
    expect(sampling.counts(3_600_000)).toBe(true);
  });

  it("operations that are sampled differently are no tail sampling", () => {
    const sampling = new SpanSampling();
    for (let n = 0; n < 100; n++) {
      sampling.note("rare", 2, n % 2 === 0, 0);
      sampling.note("frequent", 100, n % 50 === 0, 0);
    }
    expect(sampling.counts(1)).toBe(true);
  });

  it("not where unsampled metrics show fewer failures among more requests", () => {
    const sampling = new SpanSampling();
    expect(sampling.compare({ requests: 15, errors: 5 }, { requests: 1000, errors: 5 }, 0)).toBe(true);
    expect(sampling.counts(1)).toBe(false);
  });

  it.each([
    ["a fraction with the same share", { requests: 100, errors: 20 }, { requests: 10_000, errors: 2_000 }],
    ["all of them", { requests: 1_000, errors: 300 }, { requests: 1_000, errors: 5 }],
    ["too few to tell", { requests: 4, errors: 2 }, { requests: 400, errors: 2 }],
  ])("they may where metrics show %s", (_what, spans, metrics) => {
    const sampling = new SpanSampling();
    expect(sampling.compare(spans, metrics, 0)).toBe(false);
    expect(sampling.counts(1)).toBe(true);
  });

  it("the policy has the last word", () => {
    const sampling = new SpanSampling();
    sampling.markTail(0);
    sampling.declared = "head";
    expect(sampling.counts(1)).toBe(true);
    sampling.declared = "tail";
    expect(sampling.counts(1e12)).toBe(false);
  });
});
