import { describe, expect, it } from "vitest";
import { type Options, type Pod, REPOSITORY, SampledService, START } from "./sampled-service.ts";

const SDK = {
  name: "http.server.request.duration",
  unit: "s",
  everyMs: 60_000,
  temporality: "cumulative",
} as const;
const HALF_A_PERCENT = () => 0.004;
const pod = (revision: string, share: number, startMs = START): Pod => ({
  revision: revision.repeat(40),
  instance: `pod-${revision}`,
  share,
  startMs,
});
const state = (service: SampledService) => service.scout.services()[0];

describe("tail sampling that keeps every error and one good trace in a hundred", () => {
  it.each(["policy", "rate", "threshold"] as const)("is silent where the spans say so (%s)", (says) => {
    const service = new SampledService({ failing: HALF_A_PERCENT, spans: { good: 0.01, failed: 1, says } });
    service.run(900);
    expect(service.anomalies).toEqual([]);
  });

  it("is silent where the policy says so", () => {
    const service = new SampledService({
      failing: HALF_A_PERCENT,
      spans: { good: 0.01, failed: 1 },
      claim: { telemetry: { sampling: "tail" } },
    });
    service.run(900);
    expect(service.anomalies).toEqual([]);
    expect(state(service)?.requestsPerSecond).toBe(0);
  });

  it.each(["cumulative", "delta"] as const)(
    "is silent, and right, where there are %s metrics",
    (temporality) => {
      const service = new SampledService({
        failing: HALF_A_PERCENT,
        spans: { good: 1, failed: 1 },
        metrics: { ...SDK, everyMs: 10_000, temporality },
      });
      service.run(120);
      service.options.spans = { good: 0.01, failed: 1 };
      service.run(900);
      expect(service.anomalies).toEqual([]);
      service.options.failing = () => 0.2;
      const seconds = service.run(120, () => service.anomalies.length > 0);
      expect(service.anomalies[0]).toMatchObject({ symptom: "errors" });
      expect(service.anomalies[0]?.observed.value).toBeLessThan(0.35);
      expect(seconds).toBeLessThan(45);
    },
  );

  it.each([
    ["from the first second on, with metrics that come after a minute", SDK],
    ["from the first second on, with nothing to compare with", undefined],
  ])("is no alarm where nobody says so, %s", (_what, metrics) => {
    const service = new SampledService({
      failing: HALF_A_PERCENT,
      spans: { good: 0.01, failed: 1 },
      ...(metrics ? { metrics } : {}),
    });
    service.run(metrics ? 900 : 300);
    expect(service.anomalies).toEqual([]);
  });

  it("stays silent when the metrics stop, once they showed it", () => {
    const service = new SampledService({
      failing: HALF_A_PERCENT,
      spans: { good: 0.01, failed: 1 },
      claim: { telemetry: { sampling: "tail" } },
      metrics: { ...SDK, everyMs: 10_000, between: [START, START + 600_000] },
    });
    service.run(400);
    service.options.claim = {};
    service.run(600);
    expect(service.anomalies).toEqual([]);
  });

  it("and still after a restart", () => {
    const service = new SampledService({
      failing: HALF_A_PERCENT,
      spans: { good: 0.01, failed: 1, says: "policy" },
    });
    service.run(60);
    const next = service.newScout();
    next.restore(JSON.parse(JSON.stringify(service.scout.snapshot())));
    service.options.spans = { good: 0.01, failed: 1 };
    service.run(300, undefined, next);
    expect(service.anomalies).toEqual([]);
  });
});

describe("head sampling", () => {
  it.each(["threshold", "rate"] as const)(
    "(%s) of one in a hundred still finds that a fifth fails",
    (says) => {
      const service = new SampledService({ rate: 200, spans: { good: 0.01, failed: 0.01, says } });
      service.run(600);
      expect(service.anomalies).toEqual([]);
      expect(state(service)?.requestsPerSecond).toBeGreaterThan(50);
      service.options.failing = () => 0.2;
      // Two spans a second: 20 failing requests among a hundred take 50 seconds to be kept.
      const seconds = service.run(120, () => service.anomalies.length > 0);
      expect(service.anomalies[0]).toMatchObject({ symptom: "errors", operation: "GET /quotes/{id}" });
      expect(seconds).toBeLessThan(60);
    },
  );

  it("at 1% with errors within the objective is silent", () => {
    const service = new SampledService({
      rate: 200,
      failing: HALF_A_PERCENT,
      spans: { good: 0.01, failed: 0.01, says: "threshold" },
    });
    service.run(3_600);
    expect(service.anomalies).toEqual([]);
  });
});

describe("a service that sends metrics alone", () => {
  const none = { good: 0, failed: 0 };
  it.each<[string, NonNullable<Options["metrics"]>]>([
    ["stable", SDK],
    ["old, in milliseconds", { ...SDK, name: "http.server.duration", unit: "ms" } as const],
    ["every ten seconds, late", { ...SDK, everyMs: 10_000, lagMs: 20_000 }],
    ["delta", { ...SDK, temporality: "delta" } as const],
    ["of the connector", { ...SDK, name: "traces.span.metrics.duration", bySpans: true, everyMs: 15_000 }],
    [
      "of the connector, old",
      { ...SDK, name: "duration", unit: "ms", bySpans: true, everyMs: 15_000 } as const,
    ],
  ])("is quiet while it is well, and found broken: %s", (_what, metrics) => {
    const service = new SampledService({ spans: none, metrics });
    service.run(900);
    expect(service.anomalies).toEqual([]);
    service.options.failing = () => 0.2;
    const seconds = service.run(300, () => service.anomalies.length > 0);
    expect(service.anomalies[0]).toMatchObject({
      symptom: "errors",
      service: "quotes",
      operation: "GET /quotes/{id}",
    });
    expect(seconds).toBeLessThan(2.5 * (metrics.everyMs / 1000) + 30);
  });

  it("is found slow", () => {
    const service = new SampledService({ spans: none, metrics: { ...SDK, everyMs: 10_000 } });
    service.run(900);
    service.options.durationMs = (_pod, _at, random) => 800 + 300 * random();
    service.run(300, () => service.anomalies.length > 0);
    expect(service.anomalies[0]).toMatchObject({ symptom: "latency", operation: "GET /quotes/{id}" });
  });

  it("whose latency moves from one bucket to the next below its objective is let be", () => {
    const service = new SampledService({
      spans: none,
      metrics: { ...SDK, everyMs: 10_000 },
      durationMs: (_pod, _at, random) => 235 + 10 * random(),
    });
    service.run(900);
    service.options.durationMs = (_pod, _at, random) => 255 + 20 * random();
    service.run(600);
    expect(service.anomalies).toEqual([]);
  });

  it("processes that come and go, each with counts of its own, are no fault and lose no request", () => {
    const service = new SampledService({ rate: 20, spans: none, metrics: { ...SDK, everyMs: 10_000 } });
    service.run(101);
    const before = { served: service.served, counted: 0 };
    for (let n = 0; n < 6; n++) {
      service.pods = [{ ...pod(String(n + 1), 1, service.now), instance: `pod-${n}` }];
      for (let m = 0; m < 6; m++) {
        service.run(10);
        before.counted += 10 * (state(service)?.requestsPerSecond ?? 0);
        if (m > 1) expect(state(service)?.revisions).toEqual([pod(String(n + 1), 1).revision]);
      }
    }
    expect(service.anomalies).toEqual([]);
    const served = service.served - before.served;
    expect(before.counted).toBeGreaterThan(0.97 * served);
    expect(before.counted).toBeLessThan(1.03 * served);
  });

  it.each([
    [10, 15, 900],
    [60, 15, 900],
    [10, 100, 1_500],
    [30, 100, 2_000],
  ])("every %i s: at %i requests a second, %i ms of refused ones are no incident", (every, rate, ms) => {
    const service = new SampledService({ rate, spans: none, metrics: { ...SDK, everyMs: every * 1000 } });
    service.pods = [
      { ...pod("a", 0.5), instance: "pod-1" },
      { ...pod("a", 0.5), instance: "pod-2" },
    ];
    service.run(600);
    for (let n = 0; n < 10; n++) {
      const { now } = service;
      service.options.failing = (_pod, atMs) => (atMs - now < ms ? 0.9 : 0);
      service.run(120);
    }
    expect(service.anomalies).toEqual([]);
  });
});

describe("spans and metrics of the same requests", () => {
  it("count once, through beginning, end and return of the metrics", () => {
    const service = new SampledService({
      rate: 30,
      metrics: { ...SDK, everyMs: 10_000, between: [START + 100_000, START + 300_000] },
    });
    service.run(1);
    const rates: number[] = [];
    for (let n = 0; n < 60; n++) {
      service.run(10);
      rates.push(state(service)?.requestsPerSecond ?? 0);
      if (n === 42) service.options.metrics = { ...SDK, everyMs: 10_000 };
    }
    expect(service.anomalies).toEqual([]);
    // Twice would be 60 a second; chance is a few.
    expect(Math.max(...rates)).toBeLessThan(40);
    // While metrics flow, before them, and when they have been gone for half a minute.
    for (const [from, to] of [
      [1, 9],
      [12, 29],
      [36, 42],
      [46, 59],
    ] as const) {
      expect(Math.min(...rates.slice(from, to))).toBeGreaterThan(20);
    }
  });

  it("a failing canary beside the old revision is found, and the old one is not blamed for it", () => {
    const service = new SampledService({ rate: 60, metrics: { ...SDK, everyMs: 10_000 } });
    service.run(300);
    service.pods = [
      { ...(service.pods[0] as Pod), share: 0.8 },
      { ...pod("b", 0.2, service.now), instance: "pod-canary" },
    ];
    service.options.failing = (one) => (one.instance === "pod-canary" ? 0.5 : 0.001);
    service.run(120, () => service.anomalies.length > 0);
    const anomaly = service.anomalies[0];
    expect(anomaly).toMatchObject({ symptom: "errors" });
    if (!anomaly) return;
    service.run(30);
    const evidence = service.scout.evidence(anomaly, []);
    expect(JSON.stringify(evidence)).toContain("b".repeat(7));
  });

  it("a name of the team's own, behind which the metric has only the route, is one operation with it", () => {
    const service = new SampledService({
      name: "QuotesController#show",
      metrics: { ...SDK, everyMs: 10_000 },
    });
    service.run(120);
    service.options.failing = () => 0.3;
    service.run(120, () => service.anomalies.length > 0);
    expect(service.anomalies.map((one) => one.operation)).toEqual(["GET /quotes/{id}"]);
  });
});

describe("a span's own name that is not its operation", () => {
  const name = "QuotesController#show";
  it("is understood in the connector's metrics", () => {
    const metrics = { ...SDK, name: "traces.span.metrics.duration", bySpans: true, everyMs: 10_000 };
    const service = new SampledService({ name, metrics });
    service.run(180);
    service.options.failing = () => 0.3;
    service.run(120, () => service.anomalies.length > 0);
    expect(service.anomalies.map((one) => one.operation)).toEqual(["GET /quotes/{id}"]);
  });

  it("and in an alert", () => {
    const service = new SampledService({ name });
    service.run(60);
    const { fired } = service.scout.alert({
      kind: "alert",
      source: "alertmanager",
      repositories: [REPOSITORY],
      receivedAt: new Date(service.now).toISOString(),
      alerts: [
        {
          status: "firing",
          key: "k",
          name: "HighErrorRate",
          service: "quotes",
          operation: name,
          symptom: "errors",
          summary: "fails",
          startsAt: new Date(service.now).toISOString(),
          labels: {},
        },
      ],
    });
    service.run(10);
    expect([...fired, ...service.anomalies].map((one) => one.operation)).toEqual(["GET /quotes/{id}"]);
  });
});

describe("what is no user's, and what is no failure", () => {
  it("probes that fail are no incident", () => {
    const service = new SampledService({ route: "/healthz", failing: () => 0.5 });
    service.run(120);
    expect(service.anomalies).toEqual([]);
    expect(state(service)?.requestsPerSecond).toBe(0);
  });

  it("probes in metrics neither", () => {
    const service = new SampledService({
      route: "/readyz",
      failing: () => 0.5,
      spans: { good: 0, failed: 0 },
      metrics: { ...SDK, everyMs: 10_000 },
    });
    service.run(120);
    expect(service.anomalies).toEqual([]);
  });

  it.each([
    [{ exception: "IllegalStateException" }, 0],
    [{ status: 500, operation: "GET /quotes*" }, 0],
    [{ status: 503 }, 1],
  ])("errors that the policy ignores are none: %j", (rule, found) => {
    const service = new SampledService({ claim: { ignoredErrors: [rule] } });
    service.run(120);
    service.options.failing = () => 0.3;
    service.run(60);
    expect(service.anomalies.length).toBe(found);
  });
});

describe("a collector that falls silent", () => {
  it("is no fault of the services behind it, nor is its return", () => {
    const service = new SampledService({});
    service.run(300);
    service.options.spanLagMs = 180_000;
    service.run(180);
    service.options.spanLagMs = 30;
    service.run(300);
    expect(service.anomalies).toEqual([]);
  });
});

describe("an operation that a metric names, and in which nothing is counted", () => {
  it("costs no more than a look: the spans of that time were counted already", () => {
    const service = new SampledService({ spans: { good: 1, failed: 1 }, claim: { slo: {} } });
    service.run(30);
    const { now } = service;
    service.scout.ingest({
      kind: "telemetry",
      repositories: [REPOSITORY],
      receivedAt: new Date(now).toISOString(),
      telemetry: {
        spans: [],
        logs: [],
        points: [
          {
            name: "http.server.request.duration",
            unit: "s",
            kind: "histogram",
            temporality: "delta",
            startMs: now - 20_000,
            timeMs: now - 15_000,
            attributes: { "http.request.method": "GET", "http.route": "/rare" },
            histogram: { count: 5, sum: 0.1, bounds: [0.1], counts: [5, 0] },
            resource: service.resource(pod("a", 1)),
          },
        ],
      },
    });
    expect(service.scout.tick()).toEqual([]);
  });
});
