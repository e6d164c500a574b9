import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogRecord, MetricPoint, Resource } from "../../../src/contracts/telemetry.ts";
import { benjaminiHochberg } from "../../../src/observe/evidence/benjamini-hochberg.ts";
import { stratifiedExact } from "../../../src/observe/evidence/stratified-exact.ts";
import { LogBook } from "../../../src/observe/logs/log-book.ts";
import { surgedTemplates } from "../../../src/observe/logs/surged-templates.ts";
import { MetricBook } from "../../../src/observe/metrics/metric-book.ts";
import { shiftedMetrics } from "../../../src/observe/metrics/shifted-metrics.ts";
import type { RequestSample } from "../../../src/observe/requests/request-samples.ts";
import { tellApart } from "../../../src/observe/requests/tell-apart.ts";
import { fisherExact } from "../../../src/observe/statistics/fisher-exact.ts";
import { seeded } from "../shop-world.ts";

/** What all of them promise: at most one in twenty of what is told is there by chance. */
const Q = 0.05;
const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
/** Box and Muller's. */
const normal = (random: () => number) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const poisson = (random: () => number, rate: number) => {
  let count = 0;
  for (let left = Math.exp(-rate), product = random(); product > left; product *= random()) count++;
  return count;
};

describe("benjaminiHochberg", () => {
  it("rejects just what the step-up procedure rejects", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }), (p) => {
        const sorted = [...p].sort((a, b) => a - b);
        const k = sorted.findLastIndex((one, i) => one <= (Q * (i + 1)) / p.length);
        const limit = k < 0 ? -1 : (sorted[k] as number);
        const q = benjaminiHochberg(p);
        for (const [i, one] of p.entries()) {
          // Rounding may tip what lies on the very limit.
          if (Math.abs((q[i] as number) - Q) > 1e-12) expect((q[i] as number) <= Q).toBe(one <= limit);
        }
      }),
    );
  });
});

describe("attributes", () => {
  const worldOf = (random: () => number, guilty: number) => {
    const keys = 8 + Math.floor(30 * random());
    const sizes = Array.from({ length: keys }, () => 2 + Math.floor(9 * random() ** 2));
    const tilt = sizes.map(() => 0.4 + 2 * random());
    const request = (bad: boolean, i: number): RequestSample => {
      const facts = new Map<string, string | number>();
      for (const [k, size] of sizes.entries()) {
        let value = Math.floor(size * random() ** (tilt[k] as number));
        if (bad && k < guilty && random() < 0.7) value = 0;
        facts.set(`key${k}`, `v${value}`);
        if (k % 5 === 0) facts.set(`twin${k}`, `t${value}`);
      }
      facts.set("amount", Math.round(1000 * random()) / 10);
      return { atMs: i, durationMs: 1, failed: bad, traceId: `${bad}${i}`, spanId: "s", facts };
    };
    const many = (least: number, most: number) => least + Math.floor((most - least) * random());
    return {
      bad: Array.from({ length: many(8, 120) }, (_, i) => request(true, i)),
      good: Array.from({ length: many(8, 200) }, (_, i) => request(false, i)),
    };
  };

  it("that have nothing to do with it are told in at most one of twenty healthy worlds", () => {
    const told = Array.from({ length: 500 }, (_, seed) => {
      const { bad, good } = worldOf(seeded(seed + 1), 0);
      return tellApart(bad, good).length > 0 ? 1 : 0;
    });
    expect(mean(told)).toBeLessThanOrEqual(Q);
  });

  it("that are guilty are told first, and few innocent ones beside them", () => {
    const shares: number[] = [];
    let found = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const { bad, good } = worldOf(seeded(7_000 + seed), 2);
      if (bad.length < 40 || good.length < 40) continue;
      const told = tellApart(bad, good);
      const innocent = told.filter((one) => !/^(?:key|twin)[01]$/.test(one.key));
      shares.push(told.length === 0 ? 0 : innocent.length / told.length);
      if (told[0] && /^(?:key|twin)[01]$/.test(told[0].key)) found++;
    }
    expect(mean(shares)).toBeLessThanOrEqual(Q);
    expect(found).toBeGreaterThan(0.8 * shares.length);
  });

  it("that split the requests alike are told as one", () => {
    const facts = (host: string) =>
      new Map([
        ["host.name", host],
        ["k8s.pod.name", `pod-${host}`],
        ["host.ip", `ip-${host}`],
      ]);
    const of = (failed: boolean, host: string, i: number): RequestSample => ({
      atMs: i,
      durationMs: 1,
      failed,
      traceId: `${failed}${i}`,
      spanId: "",
      facts: facts(host),
    });
    const bad = Array.from({ length: 40 }, (_, i) => of(true, "a", i));
    const good = Array.from({ length: 80 }, (_, i) => of(false, i % 4 === 0 ? "a" : `b${i % 3}`, i));
    const told = tellApart(bad, good);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ key: "host.name", value: "a", bad: 40, good: 20 });
    expect(told[0]?.same.map((one) => one.key).sort()).toEqual(["host.ip", "k8s.pod.name"]);
  });

  it("that are numbers are told as ranges", () => {
    const of = (failed: boolean, items: number, i: number): RequestSample => ({
      atMs: i,
      durationMs: 1,
      failed,
      traceId: `${failed}${i}`,
      spanId: "",
      facts: new Map([["cart.items", items]]),
    });
    const random = seeded(5);
    const bad = Array.from({ length: 60 }, (_, i) => of(true, 20 + Math.floor(30 * random()), i));
    const good = Array.from({ length: 100 }, (_, i) => of(false, Math.floor(20 * random()), i));
    expect(tellApart(bad, good)[0]).toMatchObject({ key: "cart.items", range: true });
  });
});

describe("old against new, stratum by stratum", () => {
  const table = fc.record({
    n: fc.integer({ min: 1, max: 40 }),
    m: fc.integer({ min: 1, max: 40 }),
    k: fc.nat(40),
    a: fc.nat(40),
  });

  it("is Fisher's test where there is one stratum", () => {
    fc.assert(
      fc.property(table, ({ n, m, k, a }) => {
        const young = { total: n, bad: Math.min(k, n) };
        const old = { total: m, bad: Math.min(a, m) };
        const p = stratifiedExact([{ old, young }], 1, "upper");
        expect(p).toBeCloseTo(fisherExact(young.bad, n, old.bad, m), 8);
      }),
    );
  });

  it("is not fooled by traffic that moves from a good minute to a bad one (Simpson's paradox)", () => {
    const strata = [
      { old: { total: 900, bad: 9 }, young: { total: 100, bad: 1 } },
      { old: { total: 100, bad: 40 }, young: { total: 900, bad: 360 } },
    ];
    expect(fisherExact(361, 1000, 49, 1000)).toBeLessThan(1e-10);
    expect(stratifiedExact(strata, 1, "upper")).toBeGreaterThan(0.3);
    expect(stratifiedExact(strata, 3, "lower")).toBeLessThan(0.01);
  });

  it("says the same by the exact way and by the approximation", () => {
    const strata = Array.from({ length: 20 }, (_, i) => ({
      old: { total: 300, bad: 36 + (i % 3) },
      young: { total: 300, bad: 38 + (i % 2) },
    }));
    const exact = stratifiedExact(strata.slice(0, 19), 1, "upper");
    const larger = stratifiedExact(
      [...strata, { old: { total: 30, bad: 3 }, young: { total: 30, bad: 3 } }],
      1,
      "upper",
    );
    expect(Math.abs(exact - larger)).toBeLessThan(0.06);
  });
});

const NOW = Date.parse("2026-03-02T10:00:00.000Z");

describe("metrics", () => {
  const resource: Resource = { service: "quotes", environment: "production", instance: "i", attributes: {} };
  const worldOf = (seed: number, change: (metric: number, value: number) => number, stepMs = 10_000) => {
    const random = seeded(seed);
    const book = new MetricBook();
    const onset = NOW - 90_000;
    for (let metric = 0; metric < 30; metric++) {
      const level = 10 ** (4 * random());
      const memory = 0.95 * random();
      const noise = (0.01 + 0.4 * random() ** 2) * level;
      let state = normal(random);
      for (let at = NOW - 31 * 60_000; at <= NOW; at += stepMs) {
        state = memory * state + Math.sqrt(1 - memory ** 2) * normal(random);
        const value = level + noise * state;
        const point: MetricPoint = {
          name: `pool.thing${metric}`,
          unit: "1",
          kind: "gauge",
          timeMs: at,
          attributes: {},
          value: at >= onset ? change(metric, value) : value,
          resource,
        };
        book.add(point, "o/r", at);
      }
    }
    return shiftedMetrics(
      book,
      { scopes: new Set(["o/r"]), environment: "production" },
      { earliest: onset, at: onset },
      NOW,
    );
  };

  it("that only wander, each step like the one before it, are told in at most one of twenty worlds", () => {
    const told = Array.from({ length: 200 }, (_, seed) =>
      worldOf(seed + 1, (_metric, value) => value).length > 0 ? 1 : 0,
    );
    expect(mean(told)).toBeLessThanOrEqual(Q);
  });

  it("that doubled and scatter little are told, the others are not", () => {
    const told = worldOf(3, (metric, value) => (metric === 4 ? 4 * value : value));
    expect(told.map((one) => one.series.name)).toEqual(["pool.thing4"]);
  });
});

describe("log templates", () => {
  const resource: Resource = { service: "quotes", attributes: {} };
  const worldOf = (seed: number, surge: (template: number) => number) => {
    const random = seeded(seed);
    const book = new LogBook<object>();
    const key = {};
    const onset = NOW - 60_000;
    const templates = Array.from({ length: 25 }, (_, i) => ({
      body: `${"abcdefghijklmnopqrstuvwxyz"[i]}thing did ${"zyxwvutsrqponmlkjihgfedcba"[i]}work`,
      rate: i === 3 ? 0.4 : random() ** 3,
      burst: 1 + Math.floor(4 * random()),
    }));
    for (let at = NOW - 12 * 60_000; at < NOW; at += 5_000) {
      for (const [i, one] of templates.entries()) {
        const rate = (5 * one.rate * (at >= onset ? surge(i) : 1)) / one.burst;
        for (let n = one.burst * poisson(random, rate); n > 0; n--) {
          const log: LogRecord = { timeMs: at, severity: 9, body: one.body, attributes: {}, resource };
          book.add(log, key, at);
        }
      }
    }
    const logs = book.of(key);
    return logs ? surgedTemplates(logs, { earliest: onset, at: onset }, 1, NOW) : [];
  };

  it("that come in bursts as they always did are told in at most one of twenty worlds", () => {
    const told = Array.from({ length: 120 }, (_, seed) => (worldOf(seed + 1, () => 1).length > 0 ? 1 : 0));
    expect(mean(told)).toBeLessThanOrEqual(Q);
  });

  it("that surge are told", () => {
    const told = worldOf(4, (template) => (template === 3 ? 12 : 1));
    expect(told.map((one) => one.template.tokens[0])).toEqual(["dthing"]);
    expect(told[0]?.fresh).toBe(false);
  });
});
