import { describe, expect, it } from "vitest";
import type { MetricPoint } from "../../src/contracts/telemetry.ts";
import { MemoryBook } from "../../src/observe/memory/memory-book.ts";
import { createScout } from "../../src/observe/scout.ts";
import { SeriesBudget } from "../../src/observe/series/series-budget.ts";
import { ServiceRecord } from "../../src/observe/service-record.ts";
import { binomialTail } from "../../src/observe/statistics/binomial-tail.ts";
import { fisherExact } from "../../src/observe/statistics/fisher-exact.ts";
import { cpuOf } from "./cpu-of.ts";

const GUARD_MS = 2_000;
const REPOSITORY = "acme/shop";
const resource = { service: "quotes", instance: "one", attributes: {} };

function listen() {
  let now = Date.parse("2026-03-02T09:00:00.000Z");
  const scout = createScout({
    now: () => now,
    claim: () => ({
      repository: REPOSITORY,
      environmentFilter: "production",
      slo: { availability: 0.995, latency: { p95: 400 } },
    }),
  });
  return {
    scout,
    now: () => now,
    wait: (ms: number) => {
      now += ms;
    },
    send: (points: MetricPoint[]) =>
      scout.ingest({
        kind: "telemetry",
        repositories: [REPOSITORY],
        receivedAt: new Date(now).toISOString(),
        telemetry: { spans: [], points, logs: [] },
      }),
  };
}

describe("histograms that claim more requests than there ever were", () => {
  const bounds = Array.from({ length: 159 }, (_, at) => 1.2 ** (at - 60));
  const point = (n: number, timeMs: number, each: number): MetricPoint => ({
    name: "http.server.request.duration",
    unit: "s",
    kind: "histogram",
    temporality: "delta",
    startMs: timeMs - 600_000,
    timeMs,
    attributes: { "http.route": "/a", "http.request.method": "GET", n },
    histogram: { count: 160 * each, bounds, counts: new Array<number>(160).fill(each) },
    resource,
  });

  it("cost the intake and the next look little, and little memory", () => {
    const { scout, send, now, wait } = listen();
    for (let round = 0; round < 3; round++) {
      const points = Array.from({ length: 200 }, (_, n) => point(200 * round + n, now(), 1e6));
      expect(cpuOf(() => send(points))).toBeLessThan(GUARD_MS);
      expect(cpuOf(() => scout.tick())).toBeLessThan(GUARD_MS);
      wait(250);
    }
    expect(scout.load().bytes.requests).toBeLessThan(20e6);
  });

  it("are left out, and counted as such, where there is no room any more", () => {
    const budget = new SeriesBudget();
    const record = new ServiceRecord(
      { repository: REPOSITORY, environment: "production", service: "quotes", slo: {} },
      budget,
    );
    const seconds = [{ second: 1.7e9, requests: 7, errors: 0, durations: [] }];
    budget.logBytes = 1e9;
    expect(record.addCounted("GET /a", "", seconds).newest).toBe(Number.NEGATIVE_INFINITY);
    expect(budget.leftOut).toBe(7);
    budget.logBytes = 0;
    expect(record.addCounted("GET /a", "", seconds).newest).toBe(1.7e9);
  });

  it.each([1e12, 1e18, Number.MAX_SAFE_INTEGER])("and neither does a count of %d stop the clock", (count) => {
    const { scout, send, now, wait } = listen();
    for (let round = 0; round < 6; round++) {
      wait(10_000);
      const failed = round > 3 ? 500 : 200;
      const base = point(0, now(), count);
      const attributes = { ...base.attributes, "http.response.status_code": failed };
      send([{ ...base, startMs: now() - 10_000, attributes }]);
      expect(cpuOf(() => scout.tick())).toBeLessThan(GUARD_MS);
    }
  });
});

it.each([
  [9e9, 1e10, 0.005],
  [1e9, 1e10, 0.1],
  [1e9 + 1e6, 1e10, 0.1],
  [1e3, 1e10, 0.5],
  [9.9e11, 1e12, 0.3],
])("exact tails of %d in %d at %d take few rounds", (k, n, p) => {
  let tail = Number.NaN;
  expect(
    cpuOf(() => {
      tail = binomialTail("upper", k, n, p);
    }),
  ).toBeLessThan(GUARD_MS);
  expect(tail).toBeGreaterThanOrEqual(0);
  expect(tail).toBeLessThanOrEqual(1);
  expect(cpuOf(() => fisherExact(k, n, Math.round(n * p), n))).toBeLessThan(GUARD_MS);
});

it("parts of one measurement of memory without end are not all kept", () => {
  const book = new MemoryBook();
  const add = (count: number) => {
    for (let part = 0; part < count; part++)
      book.add({
        name: "jvm.memory.used",
        unit: "By",
        kind: "sum",
        timeMs: 1e12,
        value: 5,
        attributes: { pool: part },
        resource,
      });
  };
  expect(cpuOf(() => add(30_000))).toBeLessThan(GUARD_MS);
  expect(book.processes()[0]?.series[0]?.points).toEqual([[1e12, 320]]);
});
