import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Attributes, MetricPoint } from "../../../src/contracts/telemetry.ts";
import { durationsOf } from "../../../src/observe/request-metrics/durations-of.ts";
import { MeteredOperations } from "../../../src/observe/request-metrics/metered-operations.ts";
import { PointDeltas } from "../../../src/observe/request-metrics/point-deltas.ts";
import { requestPoint } from "../../../src/observe/request-metrics/request-point.ts";
import { spread } from "../../../src/observe/request-metrics/spread.ts";

const START = 1_772_442_000_000;
const histogram = (count: number) => ({ count, bounds: [0.1, 1], counts: [count, 0, 0] });
const point = (of: Partial<MetricPoint>): MetricPoint => ({
  name: "http.server.request.duration",
  unit: "s",
  kind: "histogram",
  temporality: "cumulative",
  startMs: START,
  timeMs: START + 10_000,
  attributes: { "http.request.method": "GET", "http.route": "/quotes", "http.response.status_code": 200 },
  histogram: histogram(10),
  resource: { service: "quotes", instance: "a", attributes: {} },
  ...of,
});

describe("which metrics count requests, of what, and whether they failed", () => {
  const http = { "http.request.method": "GET", "http.route": "/quotes" };
  const spans = { "service.name": "quotes", "span.name": "GET /quotes", "span.kind": "SPAN_KIND_SERVER" };
  test.each<[string, Partial<MetricPoint>, Attributes, object | null]>([
    [
      "http.server.request.duration",
      {},
      { ...http, "http.response.status_code": 200 },
      { operation: "GET /quotes", failed: false, unitMs: 1000 },
    ],
    [
      "http.server.request.duration",
      {},
      { ...http, "http.response.status_code": 503, "error.type": "503" },
      { failed: true },
    ],
    ["http.server.request.duration", {}, { ...http, "http.response.status_code": 404 }, { failed: false }],
    ["http.server.request.duration", {}, { ...http, "error.type": "java.io.IOException" }, { failed: true }],
    [
      "http.server.duration",
      { unit: "ms" },
      { "http.method": "GET", "http.route": "/quotes", "http.status_code": 500 },
      { operation: "GET /quotes", failed: true, unitMs: 1 },
    ],
    [
      "rpc.server.duration",
      { unit: "ms" },
      { "rpc.service": "shop.Quotes", "rpc.method": "Price", "rpc.grpc.status_code": 5 },
      { operation: "shop.Quotes/Price", failed: false },
    ],
    [
      "rpc.server.call.duration",
      {},
      { "rpc.method": "shop.Quotes/Price", "rpc.response.status_code": "UNAVAILABLE" },
      { operation: "shop.Quotes/Price", failed: true },
    ],
    [
      "messaging.process.duration",
      {},
      { "messaging.destination.name": "orders", "messaging.operation.name": "process" },
      { operation: "process orders", failed: false },
    ],
    [
      "traces.span.metrics.duration",
      { unit: "ms" },
      { ...spans, "status.code": "STATUS_CODE_ERROR" },
      { operation: "GET /quotes", failed: true, unitMs: 1 },
    ],
    [
      "traces.span.metrics.duration",
      { unit: "s" },
      { ...spans, "status.code": "STATUS_CODE_UNSET" },
      { failed: false, unitMs: 1000 },
    ],
    [
      "traces.span.metrics.duration",
      {},
      { ...spans, "status.code": "STATUS_CODE_ERROR", "http.response.status_code": "404" },
      { failed: false },
    ],
    ["latency", { unit: "ms" }, { ...spans, "status.code": "STATUS_CODE_OK" }, { source: "span-durations" }],
    [
      "shop.calls",
      { kind: "sum", value: 3, histogram: undefined },
      { ...spans, "status.code": "ERROR" },
      { source: "span-calls", failed: true },
    ],
    ["traces.span.metrics.duration", {}, { ...spans, "span.kind": "SPAN_KIND_CLIENT" }, null],
    ["traces.span.metrics.duration", {}, { ...spans, "span.kind": "SPAN_KIND_INTERNAL" }, null],
    ["http.client.request.duration", {}, http, null],
    ["jvm.gc.duration", {}, {}, null],
    ["calls", { kind: "gauge", value: 3 }, spans, null],
    ["__proto__", {}, spans, null],
  ] as [string, Partial<MetricPoint>, Attributes, object | null][])(
    "%s %j %j",
    (name, of, attributes, expected) => {
      const read = requestPoint(point({ name, ...of, attributes }));
      if (expected === null) expect(read).toBeNull();
      else expect(read).toMatchObject(expected);
    },
  );

  it("the connector's metric is of the service that it names, not of the Collector", () => {
    const read = requestPoint(
      point({
        name: "traces.span.metrics.duration",
        attributes: { ...spans, "service.version": "v7", "deployment.environment.name": "staging" },
        resource: {
          service: "otelcol",
          instance: "c-1",
          version: "0.140.0",
          environment: "tools",
          attributes: {},
        },
      }),
    );
    expect(read?.resource).toEqual({
      service: "quotes",
      version: "v7",
      environment: "staging",
      attributes: {},
    });
  });
});

describe("what is added between points", () => {
  it("is all that was counted, whatever restarts, repeats, is lost, or comes late", () => {
    const step = fc.record({
      instance: fc.constantFrom("a", "b", undefined),
      add: fc.integer({ min: 0, max: 50 }),
      what: fc.constantFrom("export", "export", "export", "lose", "repeat", "restart"),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const deltas = new PointDeltas();
        const processes = new Map<
          string | undefined,
          { startMs: number; count: number; sent: MetricPoint | null }
        >();
        let now = START;
        let served = 0;
        let counted = 0;
        let lost = 0;
        for (const { instance, add, what } of steps) {
          now += 10_000;
          let process = processes.get(instance);
          if (!process || what === "restart") {
            // What a process counted since its last export dies with it.
            lost += process ? process.count - (process.sent?.histogram?.count ?? 0) : 0;
            process = { startMs: now - 5_000, count: 0, sent: null };
            processes.set(instance, process);
          }
          process.count += add;
          served += add;
          if (what === "lose" && process.sent) continue;
          const resource = { service: "quotes", ...(instance ? { instance } : {}), attributes: {} };
          const sent = point({
            startMs: process.startMs,
            timeMs: now,
            histogram: histogram(process.count),
            resource,
          });
          if (what === "repeat" && process.sent) counted += deltas.next("o", process.sent, now)?.count ?? 0;
          counted += deltas.next("o", sent, now)?.count ?? 0;
          process.sent = sent;
        }
        for (const process of processes.values())
          lost += process.count - (process.sent?.histogram?.count ?? 0);
        expect(counted).toBe(served - lost);
      }),
    );
  });

  it("is nothing for a process that ran long before it was heard, and then its new failures at once", () => {
    const deltas = new PointDeltas();
    const day = { startMs: START - 86_400_000 };
    expect(deltas.next("o", point({ ...day, timeMs: START, histogram: histogram(1e6) }), START)).toBeNull();
    const next = deltas.next(
      "o",
      point({ ...day, timeMs: START + 60_000, histogram: histogram(1e6 + 7) }),
      START + 60_000,
    );
    expect(next).toMatchObject({ count: 7, fromMs: START, toMs: START + 60_000 });
    const failing = { "http.response.status_code": 500 };
    const first = deltas.next(
      "o",
      point({ ...day, timeMs: START + 60_000, attributes: failing, histogram: histogram(3) }),
      START + 60_000,
    );
    expect(first).toMatchObject({ count: 3, fromMs: START, toMs: START + 60_000 });
  });

  it("is nothing for the second of two old processes that have no name to tell them apart", () => {
    const deltas = new PointDeltas();
    const resource = { service: "quotes", attributes: {} };
    const of = (startMs: number, timeMs: number, count: number) =>
      deltas.next("o", point({ startMs, timeMs, histogram: histogram(count), resource }), timeMs)?.count ??
      null;
    expect(of(START - 9e6, START, 1e6)).toBeNull();
    expect(of(START - 8e6, START + 3_000, 2e6)).toBeNull();
    expect(of(START - 9e6, START + 10_000, 1e6 + 5)).toBe(5);
    expect(of(START - 8e6, START + 13_000, 2e6 + 6)).toBe(6);
  });

  it("without a start time a smaller count is a restart", () => {
    const deltas = new PointDeltas();
    const of = (timeMs: number, count: number) =>
      deltas.next("o", point({ startMs: undefined, timeMs, histogram: histogram(count) }), timeMs)?.count ??
      null;
    expect(of(START, 100)).toBeNull();
    expect(of(START + 10_000, 130)).toBe(30);
    expect(of(START + 20_000, 4)).toBe(4);
  });

  it("streams without end do not fill the memory, nor count anew when they are let go", () => {
    const deltas = new PointDeltas();
    const of = (n: number, timeMs: number) =>
      deltas.next(
        "o",
        point({ startMs: START - 1e7, timeMs, attributes: { n }, histogram: histogram(1e6) }),
        timeMs,
      );
    for (let n = 0; n < 5_000; n++) expect(of(n, START)).toBeNull();
    for (let n = 0; n < 5_000; n++) expect(of(n, START + 2e6)?.count ?? 0).toBe(0);
  });
});

describe("an interval over its seconds", () => {
  it("keeps every sum, in whole requests", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 120_000 }),
        fc.integer({ min: 0, max: 5_000 }),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1e4, noNaN: true }), fc.integer({ min: 1, max: 500 })), {
          maxLength: 5,
        }),
        fc.boolean(),
        (lengthMs, count, durations, failed) => {
          const interval = { fromMs: START + 250, toMs: START + 250 + lengthMs, count, durations };
          const seconds = spread(interval, failed, Number.NEGATIVE_INFINITY);
          const sum = (of: (one: (typeof seconds)[number]) => number) =>
            seconds.reduce((all, one) => all + of(one), 0);
          expect(sum((one) => one.requests)).toBe(count);
          expect(sum((one) => one.errors)).toBe(failed ? count : 0);
          expect(sum((one) => one.durations.reduce((all, [, n]) => all + n, 0))).toBe(
            durations.reduce((all, [, n]) => all + n, 0),
          );
          for (const { second, requests } of seconds) {
            expect(Number.isInteger(requests)).toBe(true);
            expect(second).toBeGreaterThanOrEqual(Math.floor(interval.fromMs / 1000));
            expect(second * 1000).toBeLessThanOrEqual(interval.toMs);
          }
        },
      ),
    );
  });

  it("leaves out what something else has counted", () => {
    const from = START / 1000 + 6;
    const interval = { fromMs: START, toMs: START + 10_000, count: 100, durations: [] };
    const seconds = spread(interval, false, from);
    expect(seconds.map((one) => one.second)).toEqual([from, from + 1, from + 2, from + 3]);
    expect(seconds.every((one) => one.requests === 10)).toBe(true);
  });
});

test("a request took at least the lower end of its bucket", () => {
  const durations = durationsOf([0.1, 0.25, 0.5], [3, 0, 2, 1], 1000);
  expect(durations.map(([, count]) => count)).toEqual([3, 2, 1]);
  expect(durations[1]?.[0]).toBeGreaterThan(250);
  expect(durations[1]?.[0]).toBeLessThan(260);
  expect(durations[2]?.[0]).toBeGreaterThan(500);
});

describe("who counts an operation", () => {
  const interval = (fromMs: number, toMs: number) => ({ fromMs: START + fromMs, toMs: START + toMs });
  const second = (ms: number) => (START + ms) / 1000;

  it("the better instrument, while it is fresh", () => {
    const metered = new MeteredOperations();
    const take = (source: "http" | "span-durations", fromMs: number, toMs: number) =>
      metered.take("GET /", source, interval(fromMs, toMs), Number.NEGATIVE_INFINITY, START + toMs);
    expect(take("span-durations", 0, 10_000)).not.toBeNull();
    expect(take("http", 0, 10_000)).not.toBeNull();
    expect(take("span-durations", 10_000, 20_000)).toBeNull();
    expect(take("span-durations", 90_000, 100_000)).not.toBeNull();
  });

  it("each second from one source, through hand-over and back", () => {
    const metered = new MeteredOperations();
    const first = metered.take("GET /", "http", interval(0, 10_000), second(8_000), START + 10_000);
    expect(first).toBe(second(9_000));
    expect(metered.covers("GET /", second(8_000), START + 11_000)).toBe(false);
    expect(metered.covers("GET /", second(9_000), START + 11_000)).toBe(true);
    expect(metered.covers("GET /", second(30_000), START + 30_000)).toBe(true);
    expect(metered.covers("GET /", second(60_000), START + 60_000)).toBe(false);
    expect(metered.covers("GET /", second(9_000), START + 60_000)).toBe(true);
    expect(metered.covers("GET /other", second(9_000), START + 11_000)).toBe(false);
    expect(metered.grainSeconds("GET /", START + 11_000)).toBe(10);
    expect(metered.grainSeconds("GET /", START + 60_000)).toBe(1);
  });
});
