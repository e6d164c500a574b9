import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explicitHistogram } from "../../../src/edge/otlp/explicit-histogram.ts";

const none = { offset: 0, counts: [] };

describe("an exponential histogram as an explicit one", () => {
  it("at scale 0 has the powers of two as its bounds", () => {
    const { bounds, counts } = explicitHistogram({
      scale: 0,
      zeroCount: 2,
      zeroThreshold: 0,
      positive: { offset: -1, counts: [5, 0, 7] },
      negative: none,
    });
    expect(bounds).toEqual([0, 0.5, 1, 2, 4]);
    expect(counts).toEqual([2, 0, 5, 0, 7, 0]);
  });

  it("mirrors its negative buckets", () => {
    const { bounds, counts } = explicitHistogram({
      scale: 0,
      zeroCount: 1,
      zeroThreshold: 0.25,
      positive: { offset: 0, counts: [3] },
      negative: { offset: 0, counts: [4, 6] },
    });
    expect(bounds).toEqual([-4, -2, -1, 0.25, 1, 2]);
    expect(counts).toEqual([0, 6, 4, 1, 0, 3, 0]);
  });

  it("puts every recorded value into the bucket that holds it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -3, max: 8 }),
        fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 }),
        (scale, values) => {
          const indexes = values.map((value) => Math.ceil(Math.log2(value) * 2 ** scale) - 1);
          const offset = Math.min(...indexes);
          const counts = new Array<number>(Math.max(...indexes) - offset + 1).fill(0);
          for (const index of indexes) counts[index - offset] = (counts[index - offset] ?? 0) + 1;
          const explicit = explicitHistogram({
            scale,
            zeroCount: 0,
            zeroThreshold: 0,
            positive: { offset, counts },
            negative: none,
          });
          // How many values lie at or below each bound; a value within rounding of the bound may be either.
          let below = 0;
          explicit.bounds.forEach((bound, at) => {
            below += explicit.counts[at] ?? 0;
            const atLeast = values.filter((value) => value <= bound * (1 - 1e-9)).length;
            const atMost = values.filter((value) => value <= bound * (1 + 1e-9)).length;
            expect(below).toBeGreaterThanOrEqual(atLeast);
            expect(below).toBeLessThanOrEqual(atMost);
          });
        },
      ),
    );
  });

  it("keeps every count and increasing finite bounds, however extreme the scale", () => {
    const buckets = fc.record({
      offset: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      counts: fc.array(fc.nat(1000), { maxLength: 40 }),
    });
    const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
    fc.assert(
      fc.property(
        fc.integer({ min: -40, max: 40 }),
        fc.nat(1000),
        fc.double({ min: 0, noNaN: true }),
        buckets,
        buckets,
        (scale, zeroCount, zeroThreshold, positive, negative) => {
          const explicit = explicitHistogram({ scale, zeroCount, zeroThreshold, positive, negative });
          expect(explicit.counts).toHaveLength(explicit.bounds.length + 1);
          expect(total(explicit.counts)).toBe(zeroCount + total(positive.counts) + total(negative.counts));
          explicit.bounds.forEach((bound, at) => {
            expect(Number.isFinite(bound)).toBe(true);
            if (at > 0) expect(bound).toBeGreaterThan(explicit.bounds[at - 1] as number);
          });
        },
      ),
    );
  });
});
