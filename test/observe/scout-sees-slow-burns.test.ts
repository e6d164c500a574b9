import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Slo } from "../../src/contracts/policy.ts";
import { findBurn } from "../../src/observe/detection/find-burn.ts";
import { splitHistory } from "../../src/observe/detection/split-history.ts";
import { OperationSeries } from "../../src/observe/operation-series.ts";
import { CountedWorld } from "./counted-world.ts";
import { START, seeded } from "./shop-world.ts";

const SLO: Slo = { availability: 0.995, latency: { p95: 400 } };
const HOUR = 3_600;
const FIRST = START / 1000;
const ERRORS = { symptom: "errors", operation: "GET /", allowed: 0.005, slowMs: null } as const;
const SLOW = { symptom: "latency", operation: "GET /", allowed: 0.05, slowMs: 400 } as const;

/** One request in so many seconds, bad with a probability that depends on the second since the start. */
function seriesOf(
  seconds: number,
  every: number,
  share: (second: number) => number,
  seed: number,
): OperationSeries {
  const series = new OperationSeries();
  const random = seeded(seed);
  for (let second = 0; second < seconds; second += every) {
    const bad = random() < share(second);
    series.add((FIRST + second) * 1000, "r", bad, bad ? 900 : 30);
  }
  return series;
}

describe("a budget that burns slowly", () => {
  it.each([1, 2, 3, 4, 5])("has an onset that holds (seed %i)", (seed) => {
    const series = seriesOf(5 * HOUR, 1, (second) => (second < 3 * HOUR ? 0.001 : 0.09), seed);
    const burn = findBurn(series, ERRORS);
    const began = (FIRST + 3 * HOUR) * 1000;
    expect(burn?.onset.earliest).toBeLessThanOrEqual(began);
    expect(burn?.onset.latest).toBeGreaterThanOrEqual(began);
    expect((burn?.onset.latest ?? 0) - (burn?.onset.earliest ?? 0)).toBeLessThan(HOUR * 1000);
    expect(burn?.observed.value).toBeCloseTo(0.09, 1);
    expect(burn?.baseline?.value).toBeLessThan(0.005);
    expect(burn?.baselineSeconds).toBeGreaterThan(2 * HOUR);
  });

  it("is seen in an hour where it burns fast, and in six where it does not", () => {
    const fast = (second: number) => (second < 5.5 * HOUR ? 0.001 : 0.16);
    expect(findBurn(seriesOf(5.6 * HOUR, 1, fast, 1), ERRORS)).toBeNull();
    expect(findBurn(seriesOf(6.1 * HOUR, 1, fast, 1), ERRORS)).not.toBeNull();
    const slowly = (second: number) => (second < 3 * HOUR ? 0.001 : 0.06);
    expect(findBurn(seriesOf(4 * HOUR, 1, slowly, 2), ERRORS)).toBeNull();
    expect(findBurn(seriesOf(6 * HOUR, 1, slowly, 2), ERRORS)).not.toBeNull();
  });

  it("is over when the short window says so", () => {
    const passed = (second: number) => (second > 4.5 * HOUR && second < 5.2 * HOUR ? 0.3 : 0.001);
    expect(findBurn(seriesOf(6 * HOUR, 1, passed, 1), ERRORS)).toBeNull();
  });

  it("is seen of slow requests as well", () => {
    const slow = (second: number) => (second < 3 * HOUR ? 0.01 : 0.6);
    expect(findBurn(seriesOf(6 * HOUR, 1, slow, 3), SLOW)).toMatchObject({ symptom: "latency" });
  });

  it("is nothing that few requests say", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 20, max: 600 }), (seed, every) => {
        expect(
          findBurn(
            seriesOf(6 * HOUR, every, () => 0.004, seed),
            ERRORS,
          ),
        ).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it("leaves out what is known to be broken", () => {
    const series = seriesOf(6 * HOUR, 1, (second) => (second < 4 * HOUR ? 0.001 : 0.2), 4);
    expect(findBurn(series, ERRORS)).not.toBeNull();
    series.breakAt(FIRST + 4 * HOUR);
    expect(findBurn(series, ERRORS)).toBeNull();
  });

  it("is not told after an outage that was told, nor where few requests fail or the objective is kept", () => {
    const world = new CountedWorld({ slo: SLO, seed: 3 });
    world.serve("seldom", { rate: 1 / 60, errors: (second) => (second % 7_200 < 60 ? 1 : 0) });
    world.serve("kept", { rate: 2, errors: 0.002 });
    world.serve("outage", { rate: 2 });
    world.run(2 * HOUR);
    world.serve("outage", { rate: 2, errors: 1 });
    world.run(600);
    world.serve("outage", { rate: 2 });
    world.run(5 * HOUR);
    expect(world.anomalies.map(({ service }) => service)).toEqual(["outage"]);
  });
});

describe("what was broken since it was first seen", () => {
  it("is told once against a written objective, and that no healthy time was seen", () => {
    const world = new CountedWorld({ slo: SLO, seed: 6 });
    world.serve("quotes", { rate: 3, errors: 0.03 });
    world.serve("slow", { rate: 3, slow: 0.09 });
    world.run(2 * HOUR);
    expect(world.anomalies.map(({ service, symptom }) => [service, symptom]).sort()).toEqual([
      ["quotes", "errors"],
      ["slow", "latency"],
    ]);
    for (const anomaly of world.anomalies) {
      expect(anomaly).toMatchObject({ baselineSeconds: 0, rests: "policy" });
      expect(anomaly.baseline).toBeUndefined();
      expect(anomaly.summary).toMatch(/no healthy time was seen/);
    }
  });

  it("is normal without an objective", () => {
    const world = new CountedWorld({ slo: {}, seed: 7 });
    world.serve("quotes", { rate: 3, errors: 0.03, slow: 0.2 });
    world.run(2 * HOUR);
    expect(world.anomalies).toEqual([]);
  });

  it.each([7, 8, 9])("is not told where nobody said how spans are sampled (seed %i)", (seed) => {
    const world = new CountedWorld({ slo: SLO, seed, sampling: "auto" });
    world.serve("quotes", { rate: 3, errors: 0.03 });
    world.run(2 * HOUR);
    expect(world.anomalies).toEqual([]);
  });
});

describe("splitHistory", () => {
  it("has the best moment between its bounds, and all parts on one side or the other", () => {
    const part = fc.record({
      total: fc.integer({ min: 0, max: 500 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 40 }), (drawn) => {
        const parts = drawn.map(({ total, share }) => ({ total, hits: Math.floor(total * share) }));
        const { at, earliest, latest, before, after, spread } = splitHistory(parts);
        expect(earliest).toBeLessThanOrEqual(at);
        expect(latest).toBeGreaterThanOrEqual(at);
        expect(before.total + after.total).toBe(parts.reduce((sum, { total }) => sum + total, 0));
        expect(spread).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
