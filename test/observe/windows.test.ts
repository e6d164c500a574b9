import { DDSketch } from "@datadog/sketches-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LatencySketch } from "../../src/observe/latency-sketch.ts";
import { OperationSeries } from "../../src/observe/operation-series.ts";
import { SeenSpans } from "../../src/observe/seen-spans.ts";
import { ServiceRecord } from "../../src/observe/service-record.ts";

const durations = fc.array(fc.double({ min: 0.01, max: 60_000, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
});

function sketchOf(values: readonly number[]): LatencySketch {
  const sketch = new LatencySketch();
  for (const value of values) sketch.add(value);
  return sketch;
}

describe("LatencySketch", () => {
  it("gives quantiles within 1% of the true ones, as the library's own sketch does", () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(0, 0.5, 0.9, 0.95, 0.99, 1), (values, q) => {
        const theirs = new DDSketch({ relativeAccuracy: 0.01 });
        for (const value of values) theirs.accept(value);
        const sorted = [...values].sort((a, b) => a - b);
        const truth = sorted[Math.floor(q * (values.length - 1))] as number;
        const ours = sketchOf(values).quantile(q) as number;
        expect(Math.abs(ours - truth)).toBeLessThanOrEqual(0.0101 * truth);
        expect(ours).toBeCloseTo(theirs.getValueAtQuantile(q), 6);
      }),
    );
  });

  it("merges in any order to the same as having seen everything", () => {
    fc.assert(
      fc.property(durations, durations, (a, b) => {
        const left = sketchOf(a);
        left.merge(sketchOf(b));
        const right = sketchOf(b);
        right.merge(sketchOf(a));
        const sorted = (sketch: LatencySketch) => sketch.toJSON().sort((x, y) => x[0] - y[0]);
        expect(sorted(left)).toEqual(sorted(right));
        expect(sorted(left)).toEqual(sorted(sketchOf([...a, ...b])));
        expect(LatencySketch.from(left.toJSON()).quantile(0.95)).toBe(left.quantile(0.95));
      }),
    );
  });

  it("counts what lies above a limit, to within 1% of it", () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 1, max: 30_000, noNaN: true }), (values, limit) => {
        const count = sketchOf(values).above(limit);
        expect(count).toBeGreaterThanOrEqual(values.filter((v) => v > limit * 1.021).length);
        expect(count).toBeLessThanOrEqual(values.filter((v) => v > limit * 0.979).length);
      }),
    );
  });

  it("has no quantile of nothing", () => {
    expect(new LatencySketch().quantile(0.5)).toBeNull();
  });
});

const START = 1_700_000_000;
const request = fc.record({
  second: fc.integer({ min: 0, max: 1_200 }),
  revision: fc.constantFrom("", "a", "b"),
  failed: fc.boolean(),
  ms: fc.integer({ min: 1, max: 900 }),
});
type Request = { second: number; revision: string; failed: boolean; ms: number };

function seriesOf(requests: readonly Request[]): OperationSeries {
  const series = new OperationSeries();
  for (const { second, revision, failed, ms } of requests) {
    series.add((START + second) * 1000 + 500, revision, failed, ms);
  }
  return series;
}

describe("OperationSeries", () => {
  it("does not care in which order requests arrive, and loses none", () => {
    fc.assert(
      fc.property(
        fc
          .array(request, { maxLength: 120 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          for (const series of [seriesOf(all), seriesOf(shuffled)]) {
            const cell = series.sum(START - 100, START + 2_000);
            expect(cell.requests).toBe(all.length);
            expect(cell.errors).toBe(all.filter((one) => one.failed).length);
            expect(cell.latency.count).toBe(all.length);
            const own = series.sum(START - 100, START + 2_000, (revision) => revision === "b");
            expect(own.requests).toBe(all.filter((one) => one.revision === "b").length);
          }
        },
      ),
    );
  });

  it("comes back from JSON as it was", () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 60 }), (all) => {
        const series = seriesOf(all);
        const json = JSON.parse(JSON.stringify(series));
        const back = OperationSeries.from(json);
        expect(JSON.parse(JSON.stringify(back))).toEqual(json);
        expect(back.newest).toBe(series.newest);
      }),
    );
  });

  it("keeps what was broken out of what is normal", () => {
    const series = new OperationSeries();
    for (let s = 0; s < 120; s++) series.add((START + s) * 1000, "", s >= 60 && s < 90, 10);
    series.breakAt(START + 60);
    expect(series.baseline(START + 120, 600).cell).toMatchObject({ requests: 60, errors: 0 });
    series.mendAt(START + 89);
    expect(series.baseline(START + 120, 600)).toMatchObject({
      cell: { requests: 90, errors: 0 },
      seconds: 90,
    });
    expect(series.baselineTally(START + 120, 600, null)).toEqual({ total: 90, hits: 0, seconds: 90 });
  });

  it("stays small over hours", () => {
    const series = new OperationSeries();
    for (let s = 0; s < 3 * 3600; s++) series.add((START + s) * 1000, `r${s % 500}`, false, 10);
    expect(series.revisions().length).toBeLessThanOrEqual(17);
    expect(JSON.stringify(series).length).toBeLessThan(120_000);
  });
});

describe("limits", () => {
  it("fold operations without end into one", () => {
    const record = new ServiceRecord({ repository: "o/r", environment: "production", service: "s", slo: {} });
    const resource = { service: "s", attributes: {} };
    for (let i = 0; i < 1_000; i++) {
      record.addRequest({
        operation: `GET /${i}`,
        endMs: START * 1000 + i,
        durationMs: 1,
        failed: false,
        resource,
      });
    }
    expect(record.operations.size).toBeLessThanOrEqual(61);
    expect(record.series("*other*")?.sum(START, START + 10).requests).toBe(940);
    expect(record.whole.sum(START, START + 10).requests).toBe(1_000);
  });

  it("a span counts as new once", () => {
    const seen = new SeenSpans();
    expect(seen.isNew("t", "1")).toBe(true);
    expect(seen.isNew("t", "1")).toBe(false);
    for (let i = 0; i < 100_000; i++) seen.isNew("u", String(i));
    expect(seen.isNew("t", "1")).toBe(false);
  });
});
