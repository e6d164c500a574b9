import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createAlertGroups, type Notification } from "../../marketplace-demo/world/alerting/alert-groups.ts";
import { decodeServerSpans } from "../../marketplace-demo/world/alerting/decode-server-spans.ts";
import { createRuleEvaluator } from "../../marketplace-demo/world/alerting/evaluate-rules.ts";
import { postNotification } from "../../marketplace-demo/world/alerting/post-notification.ts";
import { LONG_WINDOW, RULES, SHORT_WINDOW } from "../../marketplace-demo/world/alerting/rules.ts";
import { createSpanMetrics } from "../../marketplace-demo/world/alerting/span-metrics.ts";

const ROUTE = {
  receiver: "sre-space",
  groupBy: ["alertname", "deployment_environment", "service_name"],
  groupWait: 0,
  groupInterval: 5_000,
  repeatInterval: 30_000,
};

/** Runs the rules and the grouping second by second over made-up traffic, without a clock. */
function simulate(seconds: number, traffic: (second: number) => { duration: number; failed: boolean }[]) {
  const metrics = createSpanMetrics(LONG_WINDOW);
  const evaluator = createRuleEvaluator(RULES, "http://prometheus.example");
  const groups = createAlertGroups(ROUTE, "http://alertmanager.example");
  const evaluate = (now: number) =>
    evaluator.evaluate({ long: metrics.read(now, LONG_WINDOW), short: metrics.read(now, SHORT_WINDOW) }, now);
  const sent: { second: number; notification: Notification }[] = [];
  for (let second = 0; second < seconds; second++) {
    const now = 1_800_000_000_000 + second * 1_000;
    for (const { duration, failed } of traffic(second)) {
      metrics.record(
        { service: "quotes", environment: "production", name: "POST /quotes", duration, failed },
        now - 500,
      );
    }
    for (const notification of groups.update(evaluate(now), now)) {
      sent.push({ second, notification });
    }
  }
  return sent;
}

const fine = (count: number) => Array.from({ length: count }, () => ({ duration: 20, failed: false }));
const broken = (count: number) => Array.from({ length: count }, () => ({ duration: 20, failed: true }));
const slow = (count: number) => Array.from({ length: count }, () => ({ duration: 900, failed: false }));

describe("the team's alerting", () => {
  it("says nothing while all is well", () => {
    expect(simulate(60, () => fine(5))).toEqual([]);
  });

  it("fires after the ratio of errors held for three seconds, and resolves after it fell", () => {
    const sent = simulate(60, (second) =>
      second >= 10 && second < 20 ? [...fine(4), ...broken(1)] : fine(5),
    );
    expect(sent.map(({ notification }) => notification.status)).toEqual(["firing", "resolved"]);
    const [firing, resolved] = sent as [(typeof sent)[number], (typeof sent)[number]];
    expect(firing.second).toBe(14);
    expect(firing.notification).toMatchObject({
      version: "4",
      receiver: "sre-space",
      truncatedAlerts: 0,
      groupKey: '{}:{alertname="HighErrorRate", deployment_environment="production", service_name="quotes"}',
      groupLabels: {
        alertname: "HighErrorRate",
        deployment_environment: "production",
        service_name: "quotes",
      },
      externalURL: "http://alertmanager.example",
    });
    const alert = firing.notification.alerts[0];
    expect(alert).toMatchObject({
      status: "firing",
      labels: {
        alertname: "HighErrorRate",
        service_name: "quotes",
        span_name: "POST /quotes",
        severity: "critical",
        deployment_environment: "production",
      },
      endsAt: "0001-01-01T00:00:00Z",
      startsAt: new Date(1_800_000_014_000).toISOString(),
    });
    expect(alert?.annotations.description).toMatch(/value 0\.\d+ ratio, threshold 0\.02 ratio/);
    const end = resolved.notification.alerts[0];
    expect(end?.fingerprint).toBe(alert?.fingerprint);
    expect(end?.startsAt).toBe(alert?.startsAt);
    expect(Date.parse(end?.endsAt ?? "")).toBeGreaterThan(Date.parse(end?.startsAt ?? ""));
  });

  it("repeats an open alert, unchanged, after the repeat interval", () => {
    const sent = simulate(75, (second) => (second >= 10 ? [...fine(4), ...broken(1)] : fine(5)));
    expect(sent.map(({ second }) => second)).toEqual([14, 44, 74]);
    const stable = sent.map(({ notification }) => {
      const { fingerprint, startsAt, labels, status } = notification.alerts[0] ?? {};
      return { groupKey: notification.groupKey, fingerprint, startsAt, labels, status };
    });
    expect(new Set(stable.map((each) => JSON.stringify(each))).size).toBe(1);
  });

  it("does not fire for one bad second, nor for a handful of requests", () => {
    expect(simulate(60, (second) => (second === 10 ? broken(5) : fine(5)))).toEqual([]);
    expect(simulate(60, (second) => (second === 10 ? slow(5) : fine(5)))).toEqual([]);
    expect(simulate(60, (second) => (second % 5 === 0 ? broken(1) : []))).toEqual([]);
  });

  it("fires for slowness alone, as a warning of its own group", () => {
    const sent = simulate(40, (second) => (second >= 10 ? [...fine(4), ...slow(1)] : fine(5)));
    expect(sent.map(({ notification }) => notification.commonLabels.alertname)).toEqual(["HighLatency"]);
    expect(sent[0]?.notification.commonLabels.severity).toBe("warning");
  });

  it("resolves an alert whose traffic has gone", () => {
    const sent = simulate(60, (second) => (second < 20 ? broken(5) : []));
    expect(sent.at(-1)?.notification.status).toBe("resolved");
  });
});

describe("reading OTLP", () => {
  const request = {
    resourceSpans: [
      {
        resource: {
          attributes: [
            { key: "service.name", value: { stringValue: "quotes" } },
            { key: "deployment.environment.name", value: { stringValue: "production" } },
          ],
        },
        scopeSpans: [
          {
            spans: [
              {
                name: "POST /quotes",
                kind: 2,
                startTimeUnixNano: "1800000000000000000",
                endTimeUnixNano: "1800000000250000000",
                attributes: [{ key: "http.response.status_code", value: { intValue: 500 } }],
              },
              { name: "SELECT", kind: 3, startTimeUnixNano: "1", endTimeUnixNano: "2" },
            ],
          },
        ],
      },
    ],
  };
  const expected = [
    { service: "quotes", environment: "production", name: "POST /quotes", duration: 250, failed: true },
  ];

  it("takes server spans from JSON and from gzipped protobuf alike", () => {
    const json = {
      signal: "traces" as const,
      contentType: "application/json",
      contentEncoding: undefined,
      body: Buffer.from(JSON.stringify(request)),
      receivedAt: 0,
    };
    expect(decodeServerSpans(json)).toEqual(expected);
    const require = createRequire(import.meta.url);
    const { opentelemetry } = require("@opentelemetry/otlp-transformer-oracle/build/src/generated/root.js");
    const codec = opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
    const bytes = codec.encode(codec.fromObject(request)).finish() as Uint8Array;
    expect(
      decodeServerSpans({
        ...json,
        contentType: "application/x-protobuf",
        contentEncoding: "gzip",
        body: gzipSync(bytes),
      }),
    ).toEqual(expected);
  });

  it("throws on bytes that are no OTLP", () => {
    expect(() =>
      decodeServerSpans({
        signal: "traces",
        contentType: "application/x-protobuf",
        contentEncoding: undefined,
        body: Buffer.from("not a protobuf message"),
        receivedAt: 0,
      }),
    ).toThrow();
  });
});

describe("posting a notification", () => {
  const servers: ReturnType<typeof createServer>[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  async function receiver(statuses: number[]) {
    const requests: { authorization: string | undefined; body: string }[] = [];
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      requests.push({ authorization: request.headers.authorization, body });
      response.writeHead(statuses.shift() ?? 200).end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests };
  }

  const [sent] = simulate(20, () => broken(5));
  const { notification } = sent as NonNullable<typeof sent>;

  it("tries again on a 5xx, with the token each time", async () => {
    const { url, requests } = await receiver([503, 500, 202]);
    const status = await postNotification(
      notification,
      { url, token: "secret" },
      new AbortController().signal,
    );
    expect(status).toBe(202);
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map((request) => request.authorization))).toEqual(new Set(["Bearer secret"]));
    expect(JSON.parse(requests[2]?.body ?? "")).toEqual(notification);
  });

  it("takes a 4xx, 429 too, as the final answer", async () => {
    for (const refusal of [401, 429]) {
      const { url, requests } = await receiver([refusal]);
      expect(await postNotification(notification, { url, token: "x" }, new AbortController().signal)).toBe(
        refusal,
      );
      expect(requests).toHaveLength(1);
    }
  });

  it("gives up when the world is stopped", async () => {
    const { url, requests } = await receiver(Array.from({ length: 50 }, () => 503));
    const aborted = new AbortController();
    const posting = postNotification(notification, { url, token: "x" }, aborted.signal);
    await vi.waitFor(() => expect(requests.length).toBeGreaterThan(0));
    aborted.abort();
    await expect(posting).rejects.toThrow();
  });
});
