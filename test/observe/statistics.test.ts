import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binomialTail } from "../../src/observe/statistics/binomial-tail.ts";
import { changePoint } from "../../src/observe/statistics/change-point.ts";
import { fisherExact } from "../../src/observe/statistics/fisher-exact.ts";
import { trend } from "../../src/observe/statistics/trend.ts";
import { seeded } from "./shop-world.ts";

/** Probability of exactly k of n, by multiplication alone. */
function exactly(k: number, n: number, p: number): number {
  let value = 1;
  for (let i = 0; i < k; i++) value *= ((n - i) / (i + 1)) * p;
  return value * (1 - p) ** (n - k);
}

const choose = (n: number, k: number): number => (k < 0 || k > n ? 0 : exactly(k, n, 0.5) * 2 ** n);

describe("binomialTail", () => {
  it("is the sum of the probabilities that it stands for", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.nat(60),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (n, at, p) => {
          const k = at % (n + 1);
          let upper = 0;
          for (let i = k; i <= n; i++) upper += exactly(i, n, p);
          expect(binomialTail("upper", k, n, p)).toBeCloseTo(upper, 9);
          expect(binomialTail("lower", k - 1, n, p)).toBeCloseTo(1 - upper, 9);
        },
      ),
    );
  });

  it("keeps its figures where probabilities are tiny and numbers large", () => {
    expect(binomialTail("upper", 20, 20, 0.05) / 0.05 ** 20).toBeCloseTo(1, 9);
    expect(binomialTail("upper", 5_000, 100_000, 0.05)).toBeCloseTo(0.5, 1);
    expect(binomialTail("lower", 0, 1_000, 0.01) / 0.99 ** 1_000).toBeCloseTo(1, 9);
  });
});

describe("fisherExact", () => {
  it("is the hypergeometric tail", () => {
    const small = fc.integer({ min: 1, max: 25 });
    fc.assert(
      fc.property(small, small, fc.nat(25), fc.nat(25), (n, m, x, y) => {
        const k = x % (n + 1);
        const a = y % (m + 1);
        let tail = 0;
        for (let i = k; i <= Math.min(n, k + a); i++) {
          tail += (choose(n, i) * choose(m, k + a - i)) / choose(n + m, k + a);
        }
        expect(fisherExact(k, n, a, m)).toBeCloseTo(tail, 9);
      }),
    );
  });

  it("says nothing without a baseline", () => {
    expect(fisherExact(10, 10, 0, 0)).toBe(1);
  });

  it("does not call out more often than it says, whatever the ratio", () => {
    const random = seeded(5);
    const hits = (n: number, p: number) => Array.from({ length: n }, random).filter((x) => x < p).length;
    for (const p of [0.002, 0.02, 0.3]) {
      let alarms = 0;
      for (let i = 0; i < 2_000; i++) if (fisherExact(hits(40, p), 40, hits(300, p), 300) <= 0.01) alarms++;
      expect(alarms).toBeLessThan(2_000 * 0.01 + 3 * Math.sqrt(2_000 * 0.01));
    }
  });
});

describe("trend", () => {
  it("finds the slope of a line under noise and under drops", () => {
    const random = seeded(7);
    const points = Array.from(
      { length: 30 },
      (_, i) => [2 * i, 5 * i + 3 * random() - (i % 9 === 8 ? 40 : 0)] as const,
    );
    const found = trend(points);
    expect(found?.slope).toBeCloseTo(2.5, 0);
    expect(found?.low).toBeLessThanOrEqual(found?.slope as number);
    expect(found?.high).toBeGreaterThanOrEqual(found?.slope as number);
    expect(found?.p).toBeLessThan(1e-6);
  });

  it("turns with the series and does not care where it begins", () => {
    const series = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 40 });
    fc.assert(
      fc.property(series, fc.integer({ min: -500, max: 500 }), (values, offset) => {
        const up = trend(values.map((v, i) => [i, v] as const));
        const moved = trend(values.map((v, i) => [i + offset, v + offset] as const));
        const down = trend(values.map((v, i) => [i, -v] as const));
        expect(moved?.slope).toBeCloseTo(up?.slope as number, 9);
        expect(down?.slope).toBeCloseTo(-(up?.slope as number), 9);
        expect(up?.low).toBeLessThanOrEqual(up?.high as number);
      }),
    );
  });

  it("sees none in noise more often than it says", () => {
    const random = seeded(9);
    let alarms = 0;
    for (let i = 0; i < 1_000; i++) {
      const found = trend(Array.from({ length: 12 }, (_, x) => [x, random()] as const));
      if ((found?.p ?? 1) < 0.01) alarms++;
    }
    expect(alarms).toBeLessThan(20);
  });

  it("says nothing of three points", () => {
    expect(
      trend([
        [0, 1],
        [1, 2],
        [2, 3],
      ]),
    ).toBeNull();
  });
});

describe("changePoint", () => {
  it("brackets the step at which the ratio rose", () => {
    const random = seeded(11);
    let inside = 0;
    for (let run = 0; run < 200; run++) {
      const at = 20 + Math.floor(60 * random());
      const series = Array.from({ length: 100 }, (_, i) => {
        const total = 5 + Math.floor(10 * random());
        const p = i < at ? 0.002 : 0.3;
        return { total, hits: Array.from({ length: total }, random).filter((x) => x < p).length };
      });
      const found = changePoint(series);
      if (found && found.earliest <= at && found.latest >= at) inside++;
      expect(found?.earliest).toBeLessThanOrEqual(found?.at as number);
      expect(found?.latest).toBeGreaterThanOrEqual(found?.at as number);
    }
    expect(inside).toBeGreaterThanOrEqual(185);
  });

  it("finds none where nothing is bad", () => {
    expect(
      changePoint([
        { total: 5, hits: 0 },
        { total: 9, hits: 0 },
      ]),
    ).toBeNull();
    expect(changePoint([])).toBeNull();
  });
});
