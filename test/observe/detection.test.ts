import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultCase } from "../../bench/detection/fault-case.ts";
import { healthySeries } from "../../bench/detection/healthy-series.ts";
import { CountedSeries } from "../../bench/telemetry/counted-series.ts";
import { randomOf } from "../../bench/telemetry/random.ts";
import {
  addToDispersion,
  dispersionOf,
  dispersionWithin,
  noDispersion,
} from "../../src/observe/detection/dispersion.ts";
import { errorDemands } from "../../src/observe/detection/error-demands.ts";
import { likelyBound } from "../../src/observe/detection/levels-under.ts";
import { SequentialTest } from "../../src/observe/detection/sequential-test.ts";
import { alternatives } from "../../src/observe/statistics/bernoulli-cusum.ts";
import { upperBound } from "../../src/observe/statistics/binomial-bound.ts";
import { binomialTail } from "../../src/observe/statistics/binomial-tail.ts";

describe("alternatives", () => {
  it("weigh each request by the ratio of its likelihoods", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 0.4, noNaN: true }), (normal) => {
        for (const { share, bad, good } of alternatives(normal, 1e6)) {
          expect(share).toBeGreaterThan(normal);
          expect(Math.exp(bad) * normal).toBeCloseTo(share, 9);
          expect(Math.exp(good) * (1 - normal)).toBeCloseTo(1 - share, 9);
        }
      }),
    );
  });

  /** False alarms of all alternatives among so many requests, of which that share is bad. */
  const alarmsIn = (runs: number, share: number, tests: ReturnType<typeof alternatives>) => {
    const random = randomOf(3);
    const scores = tests.map((test) => ({ ...test, score: 0 }));
    let alarms = 0;
    for (let i = 0; i < runs; i++) {
      const isBad = random.uniform() < share;
      for (const test of scores) {
        test.score = Math.max(0, test.score + (isBad ? test.bad : test.good));
        if (test.score < test.threshold) continue;
        alarms++;
        test.score = 0;
      }
    }
    return alarms;
  };

  it.each([0.005, 0.02, 0.2])(
    "of %f cross their thresholds by chance no more often than they say",
    (normal) => {
      const alarms = alarmsIn(1_500_000, normal, alternatives(normal, 2_000));
      expect(alarms).toBeGreaterThan(0);
      expect(alarms).toBeLessThan(1_500_000 / 2_000);
    },
  );

  it.each([0.005, 0.02, 0.2])(
    "of %f do so, too, where the share is seldom as great, and then a hundred times as often",
    (normal) => {
      const tests = alternatives(normal, 2_000, normal / 2);
      const usual = alarmsIn(1_500_000, normal / 2, tests);
      expect(usual).toBeGreaterThan(0);
      expect(usual).toBeLessThan(1_500_000 / 2_000);
      expect(alarmsIn(1_500_000, normal, tests)).toBeLessThan((100 * 1_500_000) / 2_000);
    },
  );

  it("ask for no more where less is usual", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-4, max: 0.4, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (normal, part) => {
          const one = alternatives(normal, 1e9);
          for (const [k, { threshold }] of alternatives(normal, 1e9, part * normal).entries()) {
            expect(threshold).toBeLessThanOrEqual((one[k]?.threshold ?? 0) + 0.7);
            expect(threshold).toBeGreaterThan((one[k]?.threshold ?? 0) - Math.log(100) - 0.01);
          }
        },
      ),
    );
  });
});

describe("upperBound", () => {
  it("is close to Clopper and Pearson's where shares are small, and never below it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 40 }), (hits, times) => {
        const n = (hits + 1) * 20 * times;
        const bound = upperBound(hits, n);
        expect(binomialTail("lower", hits, n, 1.02 * bound)).toBeLessThanOrEqual(0.0105);
        expect(binomialTail("lower", hits, n, 0.85 * bound)).toBeGreaterThan(0.01);
      }),
    );
  });
});

describe("dispersion", () => {
  it("is one of chance, and several of clusters", () => {
    const random = randomOf(5);
    const chance = noDispersion();
    const clusters = noDispersion();
    for (let second = 0; second < 200_000; second++) {
      addToDispersion(chance, second, 20, random.binomial(20, 0.002), 0.002);
      addToDispersion(clusters, second, 20, 5 * random.binomial(20, 0.0004), 0.002);
    }
    expect(dispersionOf(chance)).toBeLessThan(1.4);
    expect(dispersionOf(clusters)).toBeGreaterThan(3);
    expect(dispersionOf(clusters)).toBeLessThan(8);
    expect(dispersionWithin(clusters, 5)).toBeGreaterThan(3);
  });

  it("of what wanders from minute to minute is little within seconds, and all of it within a minute", () => {
    const random = randomOf(6);
    const wandering = noDispersion();
    let share = 0.01;
    for (let second = 0; second < 60_000; second++) {
      if (second % 60 === 0) share = 0.01 * Math.exp(0.5 * random.normal());
      addToDispersion(wandering, second, 50, random.binomial(50, share), 0.0113);
    }
    const whole = dispersionOf(wandering);
    expect(whole).toBeGreaterThan(5);
    expect(dispersionWithin(wandering, 0)).toBeLessThan(1.5);
    expect(dispersionWithin(wandering, 6)).toBeLessThan(1.5 + whole / 10);
    expect(dispersionWithin(wandering, 60)).toBe(whole);
    expect(dispersionWithin(wandering, 600)).toBe(whole);
  });

  it("does not grow by restarts that refuse everything for a second", () => {
    const random = randomOf(7);
    const restarted = noDispersion();
    for (let second = 0; second < 200_000; second++) {
      const hits = second % 10_000 === 5_000 ? 20 : random.binomial(20, 0.002);
      addToDispersion(restarted, second, 20, hits, 0.002);
    }
    expect(dispersionOf(restarted)).toBeLessThan(1.4);
  });
});

describe("likelyBound", () => {
  it("lies over the upper bound and over twice what was seen, and falls with what is known", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 50 }), (hits, times) => {
        const total = (hits + 1) * 20 * times;
        const bound = likelyBound({ total, hits }, 1);
        expect(bound).toBeGreaterThanOrEqual(upperBound(hits, total));
        expect(bound).toBeGreaterThan((2 * hits) / total);
        expect(likelyBound({ total: 2 * total, hits: 2 * hits }, 1)).toBeLessThanOrEqual(bound);
        expect(likelyBound({ total, hits }, 3)).toBeGreaterThanOrEqual(bound);
      }),
    );
  });
});

describe("failures that bring their own requests", () => {
  /** Ten minutes at one request a second, then seconds of `total` requests, `hits` of them failing. */
  const watch = (bad: readonly { total: number; hits: number }[]) => {
    const series = new CountedSeries();
    const test = new SequentialTest();
    const demands = errorDemands({ availability: 0.995 });
    for (let second = 0; second < 600; second++) series.add(second, 1, 0);
    for (const [second, { total, hits }] of bad.entries()) {
      series.add(600 + second, total, hits);
      if (hits > 0 && test.look(series, demands)) return second;
    }
    return null;
  };

  it("in four seconds, of one client that tries again, are no breach of a young service", () => {
    const cluster = [4, 2, 0, 6].map((hits) => ({ total: Math.max(1, hits), hits }));
    expect(watch([...cluster, ...Array.from({ length: 60 }, () => ({ total: 1, hits: 0 }))])).toBeNull();
  });

  it("are a breach where they go on", () => {
    const found = watch(Array.from({ length: 60 }, () => ({ total: 4, hits: 4 })));
    expect(found).toBeGreaterThanOrEqual(3);
    expect(found).toBeLessThanOrEqual(12);
  });
});

describe("one request a minute", () => {
  const watch = (fails: (minute: number) => boolean) => {
    const series = new CountedSeries();
    const test = new SequentialTest();
    for (let minute = 0; minute < 720; minute++) {
      const hits = fails(minute) ? 1 : 0;
      series.add(minute * 60 + 7, 1, hits);
      if (hits && test.look(series, errorDemands({ availability: 0.995 }))) return minute;
    }
    return null;
  };

  it("is found broken when all have failed for some minutes", () => {
    const found = watch((minute) => minute >= 600);
    expect(found).toBeGreaterThanOrEqual(602);
    expect(found).toBeLessThanOrEqual(610);
  });

  it("is silent at one failure, and at one every three hours", () => {
    expect(watch((minute) => minute === 600)).toBeNull();
    expect(watch((minute) => minute % 180 === 179)).toBeNull();
  });
});

describe("the benchmark, small", () => {
  it("says nothing of healthy services", () => {
    for (let series = 0; series < 25; series++) expect(healthySeries(series, 1, 4_711)).toEqual([]);
  });

  it("says nothing of two clusters in the first minutes of a service", () => {
    expect(healthySeries(287, 0.02, 4_242)).toEqual([]);
  });

  it.each([
    { kind: "errors" as const, share: 0.05 },
    { kind: "errors" as const, share: 1 },
    { kind: "latency" as const, times: 2, share: 1 },
  ])("finds $kind of every service that shows enough of it", (kind) => {
    const due = Array.from({ length: 12 }, (_, i) =>
      faultCase(kind, [0.5, 5, 50][i % 3] as number, 100 + i),
    ).filter((one) => one.isDue);
    expect(due.length).toBeGreaterThan(3);
    for (const one of due) expect(one.delay).toBeGreaterThan(0);
  });
});
