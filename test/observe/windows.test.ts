import { DDSketch } from "@datadog/sketches-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LatencySketch } from "../../src/observe/latency-sketch.ts";
import { OperationSeries } from "../../src/observe/operation-series.ts";
import { SeenSpans } from "../../src/observe/seen-spans.ts";
import { SeriesBudget } from "../../src/observe/series/series-budget.ts";
import { ServiceRecord } from "../../src/observe/service-record.ts";
import { tallyOf } from "../../src/observe/tally.ts";

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
        expect(left.toJSON()).toEqual(right.toJSON());
        expect(left.toJSON()).toEqual(sketchOf([...a, ...b]).toJSON());
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

  it("takes any number for a duration and has no quantile of nothing", () => {
    expect(new LatencySketch().quantile(0.5)).toBeNull();
    fc.assert(
      fc.property(fc.array(fc.double(), { minLength: 1 }), (values) => {
        const sketch = sketchOf(values);
        expect(sketch.count).toBe(values.filter((value) => !Number.isNaN(value)).length);
        if (sketch.count > 0) expect(sketch.quantile(0.5)).toBeGreaterThan(0);
      }),
    );
  });
});

const START = 1_699_999_200;
interface Request {
  second: number;
  revision: string;
  failed: boolean;
  ms: number | null;
}
const requests = (span: number, maxLength: number) =>
  fc.array(
    fc.record({
      second: fc.integer({ min: 0, max: span }),
      revision: fc.constantFrom("", "a", "b"),
      failed: fc.boolean(),
      ms: fc.option(fc.integer({ min: 1, max: 900 }), { freq: 5 }),
    }),
    { maxLength },
  );

function seriesOf(all: readonly Request[]): OperationSeries {
  const series = new OperationSeries();
  for (const { second, revision, failed, ms } of all) {
    series.add((START + second) * 1000 + 500, revision, failed, ms);
  }
  return series;
}

describe("OperationSeries", () => {
  it("in which nothing was ever counted has no baseline, and no end is looked for", () => {
    const series = new OperationSeries();
    for (const before of [Number.NEGATIVE_INFINITY, 0, 1_700_000_000]) {
      expect(series.baseline(before, 600)).toMatchObject({ cell: { requests: 0 }, seconds: 0 });
    }
  });

  it("counts every request of three hours, in whichever order they arrive, as a plain list does", () => {
    fc.assert(
      fc.property(
        requests(10_000, 150).chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          for (const series of [seriesOf(all), seriesOf(shuffled)]) {
            const cell = series.sum(START - 600, START + 12_000);
            const timed = all.filter((one) => one.ms !== null);
            expect(cell.requests).toBe(all.length);
            expect(cell.errors).toBe(all.filter((one) => one.failed).length);
            expect(cell.latency.toJSON()).toEqual(sketchOf(timed.map((one) => one.ms as number)).toJSON());
            for (const [revision, own] of series.byRevision(START - 600, START + 12_000)) {
              const mine = all.filter((one) => one.revision === revision);
              expect(own.requests).toBe(mine.length);
              expect(own.errors).toBe(mine.filter((one) => one.failed).length);
              expect(series.sum(START - 600, START + 12_000, (one) => one === revision)).toEqual(own);
            }
          }
        },
      ),
    );
  });

  it("tells the seconds that it still keeps one by one exactly, late ones as well", () => {
    fc.assert(
      fc.property(requests(900, 150), fc.constantFrom(null, 20, 450), (all, slowMs) => {
        const series = seriesOf(all);
        if (all.length === 0) return;
        const from = Math.max(series.stepsFrom, series.newest - 119);
        const steps = series.steps(from, series.newest, slowMs);
        expect(steps).toHaveLength(series.newest - from + 1);
        for (const [index, step] of steps.entries()) {
          const here = all.filter(
            (one) => START + one.second === from + index && (slowMs === null || one.ms !== null),
          );
          expect(step.total).toBe(here.length);
          if (slowMs === null) expect(step.hits).toBe(here.filter((one) => one.failed).length);
          else {
            expect(step.hits).toBeGreaterThanOrEqual(
              here.filter((one) => (one.ms as number) > slowMs * 1.021).length,
            );
            expect(step.hits).toBeLessThanOrEqual(
              here.filter((one) => (one.ms as number) > slowMs * 0.979).length,
            );
          }
        }
        const fine = series.sum(from, series.newest);
        expect(fine.requests).toBe(all.filter((one) => START + one.second >= from).length);
      }),
    );
  });

  it("sums older time to the minute: all minutes within, none outside", () => {
    fc.assert(
      fc.property(requests(3_000, 150), fc.nat(3_000), fc.nat(3_000), (all, a, b) => {
        const series = seriesOf(all);
        const [from, to] = [START + Math.min(a, b), START + Math.max(a, b)];
        const count = (low: number, high: number) =>
          all.filter((one) => START + one.second >= low && START + one.second <= high).length;
        const { requests: found } = series.sum(from, to);
        expect(found).toBeLessThanOrEqual(count(from, to));
        expect(found).toBeGreaterThanOrEqual(count(from + 60, to - 60));
      }),
    );
  });

  it("comes back from JSON as it was, whatever came of it since", () => {
    fc.assert(
      fc.property(requests(5_000, 60), requests(5_000, 20), (all, more) => {
        const series = seriesOf(all);
        const json = JSON.parse(JSON.stringify(series));
        const back = OperationSeries.from(json);
        expect(JSON.parse(JSON.stringify(back))).toEqual(json);
        if (all.length === 0) return;
        expect(back.newest).toBe(series.newest);
        for (const one of more) {
          for (const each of [series, back]) {
            each.add((START + one.second) * 1000, one.revision, one.failed, one.ms);
          }
        }
        // How a sketch lays out its counts depends on when what was packed.
        const summed = (one: OperationSeries) => {
          const { latency, ...counts } = one.sum(START - 600, START + 9_000);
          return { ...counts, latency: latency.toJSON() };
        };
        expect(summed(back)).toEqual(summed(series));
      }),
    );
  });

  it("is not broken by what a snapshot was made of", () => {
    fc.assert(
      fc.property(requests(5_000, 40), fc.uint8Array(), fc.uint8Array(), (all, a, b) => {
        const json = seriesOf(all).toJSON();
        const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
        const series = OperationSeries.from({ ...json, log: base64(a), minutes: base64(b), tens: base64(a) });
        series.add((START + 6_000) * 1000, "a", true, 5);
        expect(series.sum(START, START + 6_000).requests).toBeGreaterThanOrEqual(1);
        series.baseline(START + 6_000, 3_600);
        series.toJSON();
      }),
    );
  });

  it("bears clocks of 1970 and 2262, and durations that are none", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.oneof(fc.double(), fc.constantFrom(0, -1, 9.2e12, Number.NaN)), fc.option(fc.double())),
        ),
        (odd) => {
          const series = new OperationSeries();
          const at = START * 1000;
          series.add(at, "", false, 10);
          for (const [endMs, durationMs] of odd) series.add(Math.min(endMs, at), "", true, durationMs);
          for (let s = 1; s <= 10; s++) series.add(at + s * 1000, "", false, 10);
          expect(series.newest).toBe(START + 10);
          expect(series.steps(START + 1, START + 10, null)).toEqual(Array(10).fill({ total: 1, hits: 0 }));
          expect(series.revisions()[0]?.firstMs).toBeGreaterThan(at - 5 * 3_600_000);
        },
      ),
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
    for (let s = 120; s < 1_800; s++) series.add((START + s) * 1000, "", false, 10);
    // By now it is known by the minute only: of the two that were broken in part, nothing is taken.
    expect(series.baseline(START + 1_200, 1_200)).toMatchObject({
      cell: { requests: 1_140, errors: 0 },
      seconds: 1_140,
    });
  });

  it("knows the newest of many revisions, and folds those that are gone", () => {
    const series = new OperationSeries();
    for (let s = 0; s < 3 * 3600; s++) series.add((START + s) * 1000, `r${Math.floor(s / 300)}`, false, 10);
    const names = series.revisions().map((span) => span.revision);
    expect(names.length).toBeLessThanOrEqual(17);
    expect(names).toContain("r35");
    expect(names).toContain("*other*");
    expect(series.sum(START, START + 3 * 3600).requests).toBeGreaterThan(10_000);
  });

  it("stays small over hours, whatever is named", () => {
    const budget = new SeriesBudget();
    const series = new OperationSeries(budget);
    for (let s = 0; s < 6 * 3600; s++) series.add((START + s) * 1000, `r${s % 500}`, false, 10);
    expect(series.revisions().length).toBeLessThanOrEqual(17);
    expect(JSON.stringify(series).length).toBeLessThan(40_000);
    expect(budget.logBytes + budget.historyBytes).toBeLessThan(40_000);
    series.settle(START + 12 * 3600);
    expect(series.isSpent(START + 30 * 24 * 3600)).toBe(true);
    series.dispose();
    expect(budget).toMatchObject({ series: 0, logBytes: 0, historyBytes: 0, seasons: 0 });
  });
});

describe("weights", () => {
  it("of one are exact counts, and of w are w requests and the evidence of one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(1, 2, 8, 10, 64, 100, 1_000, 33.3),
        fc.boolean(),
        (outcomes, weight, old) => {
          const series = new OperationSeries();
          for (const failed of outcomes) series.add(START * 1000, "", failed, failed ? 900 : 10, weight);
          if (old) series.add((START + 1_200) * 1000, "later", false, 1);
          const cell = series.sum(START - 60, START + 600);
          const failing = outcomes.filter((failed) => failed).length;
          expect(cell.requests).toBeCloseTo(weight * outcomes.length, 3);
          expect(cell.errors).toBeCloseTo(weight * failing, 3);
          expect(tallyOf(cell, null)).toEqual({ total: outcomes.length, hits: failing });
          expect(tallyOf(cell, 400)).toEqual({ total: outcomes.length, hits: failing });
          if (!old)
            expect(series.steps(START, START, null)).toEqual([{ total: outcomes.length, hits: failing }]);
        },
      ),
    );
  });

  it("that differ are worth Kish's effective sample, never more than there are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 999 }), fc.boolean()), { minLength: 1, maxLength: 60 }),
        (all) => {
          const series = new OperationSeries();
          for (const [weight, failed] of all) series.add(START * 1000, "", failed, 10, weight);
          const { total, hits } = tallyOf(series.sum(START, START), null);
          const sum = all.reduce((a, [weight]) => a + weight, 0);
          const squares = all.reduce((a, [weight]) => a + weight * weight, 0);
          expect(total).toBe(Math.round(sum ** 2 / squares));
          expect(total).toBeLessThanOrEqual(all.length);
          expect(hits).toBeLessThanOrEqual(total);
        },
      ),
    );
  });

  it("of a metric's interval are as many requests, each for itself", () => {
    const series = new OperationSeries();
    series.addMany({
      second: START,
      revision: "a",
      requests: 10_000,
      errors: 40,
      durations: [
        [5, 9_000],
        [700, 1_000],
      ],
    });
    for (const ahead of [0, 1_200]) {
      if (ahead > 0) series.add((START + ahead) * 1000, "a", false, 1);
      const cell = series.sum(START - 60, START + 600);
      expect(cell).toMatchObject({ requests: 10_000, errors: 40 });
      expect(tallyOf(cell, null)).toEqual({ total: 10_000, hits: 40 });
      expect(tallyOf(cell, 100)).toEqual({ total: 10_000, hits: 1_000 });
    }
  });
});

describe("the hour of the week", () => {
  const WEEK = 7 * 24 * 3600;

  it("is learnt from whole healthy hours of several weeks, and says how many", () => {
    const series = new OperationSeries();
    const busy = (second: number) => (Math.floor(second / 3600) % 24 === 9 ? 4 : 1);
    for (let week = 0; week < 3; week++) {
      for (let s = -3_600; s < 4 * 3_600; s += 10) {
        const second = START + week * WEEK + s;
        for (let i = 0; i < busy(second); i++) series.add(second * 1000, "", i === 3 && s % 50 === 0, 100);
      }
    }
    const nine = START + Math.ceil((9 * 3600 - (START % 86_400) + 86_400) % 86_400);
    const hour = Array.from({ length: 4 }, (_, i) =>
      series.seasonal(Math.ceil(START / 3600) * 3600 + i * 3600),
    );
    const learnt = hour.filter((one) => one !== null);
    expect(learnt.length).toBeGreaterThanOrEqual(2);
    for (const one of learnt) {
      expect(one.weeks).toBeGreaterThanOrEqual(2);
      expect(one.p95 as number).toBeCloseTo(100, -1);
      expect(one.deviation).toBeLessThan(0.01);
    }
    expect(series.seasonal(nine + 3 * 86_400)).toBeNull();
    const back = OperationSeries.from(JSON.parse(JSON.stringify(series)));
    expect(back.seasonal(Math.ceil(START / 3600) * 3600)).toEqual(hour[0]);
  });

  it("does not learn hours that were broken", () => {
    const series = new OperationSeries();
    const hour = Math.ceil(START / 3600) * 3600;
    for (let s = -60; s < 3 * 3600; s += 10) series.add((hour + s) * 1000, "", false, 100);
    series.breakAt(hour + 3 * 3600 + 60);
    series.mendAt(hour + 3 * 3600 + 90);
    for (let s = 3 * 3600; s < 6 * 3600; s += 10) series.add((hour + s) * 1000, "", false, 100);
    expect(series.seasonal(hour + 2 * 3600)).toMatchObject({
      weeks: 1,
      requestsPerSecond: 0.1,
      errorRatio: 0,
    });
    expect(series.seasonal(hour + 3 * 3600)).toBeNull();
    expect(series.seasonal(hour + 4 * 3600)).toMatchObject({ weeks: 1 });
  });
});

describe("limits", () => {
  const resource = { service: "s", attributes: {} };
  const of = { repository: "o/r", environment: "production", service: "s", slo: {} };

  it("fold operations without end into one, and count what was folded", () => {
    const budget = new SeriesBudget();
    const record = new ServiceRecord(of, budget);
    for (let i = 0; i < 1_000; i++) {
      record.addRequest({
        operation: `GET /${i}`,
        endMs: START * 1000 + i,
        durationMs: 1,
        failed: false,
        resource,
        revision: "",
      });
    }
    expect(record.operations.size).toBeLessThanOrEqual(61);
    expect(record.series("*other*")?.sum(START, START + 10).requests).toBe(940);
    expect(record.whole.sum(START, START + 10).requests).toBe(1_000);
    expect(budget.folded).toBe(940);
  });

  it("let operations go that are long idle, and keep those that are not", () => {
    const record = new ServiceRecord(of);
    const serve = (operation: string, second: number) =>
      record.addRequest({
        operation,
        endMs: second * 1000,
        durationMs: 1,
        failed: false,
        resource,
        revision: "",
      });
    serve("GET /old", START);
    serve("GET /new", START + 7 * 3600);
    expect(record.settle((START + 7 * 3600) * 1000)).toBe(false);
    expect([...record.operations.keys()]).toEqual(["GET /new"]);
  });

  it("thin out what comes too fast, and say for how many each stands", () => {
    const budget = new SeriesBudget();
    budget.logBytes = 2 ** 30;
    let counted = 0;
    for (let i = 0; i < 100_000; i++) counted += budget.share();
    expect(budget.thinned).toBe(1_024);
    expect(counted / 100_000).toBeGreaterThan(0.7);
    expect(counted / 100_000).toBeLessThan(1.3);
    budget.logBytes = 0;
    for (let i = 0; i < 20; i++) budget.share();
    expect(budget.share()).toBe(1);
  });
});

describe("SeenSpans", () => {
  const id = (i: number, digits: number) => i.toString(16).padStart(digits, "0");

  it("takes a span for new once, over half a million others", () => {
    const seen = new SeenSpans();
    let fresh = 0;
    for (let i = 0; i < 500_000; i++) if (seen.isNew(id(i >> 3, 32), id(i, 16))) fresh++;
    expect(fresh).toBe(500_000);
    for (let i = 0; i < 500_000; i++) if (seen.isNew(id(i >> 3, 32), id(i, 16))) fresh++;
    expect(fresh).toBe(500_000);
  });

  it("tells ids apart by trace and by span", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.constantFrom("a", "b", "ab"), fc.stringMatching(/^[0-9a-f]{1,16}$/)), {
          selector: ([trace, span]) => `${trace}/${span}`,
        }),
        (ids) => {
          const seen = new SeenSpans();
          for (const [trace, span] of ids) expect(seen.isNew(trace, span)).toBe(true);
          for (const [trace, span] of ids) expect(seen.isNew(trace, span)).toBe(false);
        },
      ),
    );
  });
});

describe("series of one Scout", () => {
  it("settle at the same moments whatever other Scouts there were before in the process", () => {
    const settled = () => {
      const budget = new SeriesBudget();
      return [1, 2, 3].map(() => {
        const series = new OperationSeries(budget);
        const times: number[] = [];
        for (let second = 0; second < 900; second++) {
          const before = series.stepsFrom;
          series.add((1_700_000_000 + second) * 1000, "r", false, 5);
          if (series.stepsFrom !== before) times.push(second);
        }
        return times;
      });
    };
    expect(settled()).toEqual(settled());
  });
});
