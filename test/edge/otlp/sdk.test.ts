import { execFile } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { serve } from "@hono/node-server";
import { expect, it } from "vitest";
import type { Telemetry } from "../../../src/contracts/telemetry.ts";
import { otlpRoutes } from "../../../src/edge/otlp/receive.ts";

const run = promisify(execFile);

it.each([
  ["http/protobuf", "gzip"],
  ["http/protobuf", "none"],
  ["http/json", "gzip"],
])("understands OpenTelemetry's own SDK over %s, compression %s", async (protocol, compression) => {
  const received: Telemetry[] = [];
  const encodings = new Set<string | undefined>();
  const app = otlpRoutes({
    authenticate: (bearer) => (bearer === "sesame" ? ["acme/market"] : null),
    accept: ({ telemetry }) => {
      received.push(telemetry);
      return "accepted";
    },
    now: () => Date.now(),
  });
  const server = serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request, env) => {
      encodings.add(request.headers.get("content-encoding") ?? undefined);
      return app.fetch(request, env);
    },
  });
  if (!server.listening) await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no address");

  const { stderr } = await run(process.execPath, [`${import.meta.dirname}/sdk-client.ts`], {
    env: {
      PATH: process.env.PATH,
      OTEL_SERVICE_NAME: "orders",
      OTEL_RESOURCE_ATTRIBUTES:
        "deployment.environment.name=production,service.version=2.1.0,vcs.ref.head.revision=4f2ce1",
      OTEL_TRACES_EXPORTER: "otlp",
      OTEL_METRICS_EXPORTER: "otlp",
      OTEL_LOGS_EXPORTER: "otlp",
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_COMPRESSION: compression,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${address.port}`,
      OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Bearer%20sesame",
    },
  });
  const closed = once(server, "close");
  server.close();
  if ("closeAllConnections" in server) server.closeAllConnections();
  await closed;
  expect(stderr).not.toMatch(/error/i);
  expect([...encodings]).toEqual([compression === "gzip" ? "gzip" : undefined]);

  const spans = received.flatMap((telemetry) => telemetry.spans);
  expect(spans).toHaveLength(80);
  const parent = spans.find((span) => span.name === "POST /orders");
  expect(parent).toMatchObject({
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    kind: "server",
    status: "error",
    statusMessage: "failed",
    scope: "checkout",
    attributes: {
      "http.route": "/orders",
      "http.response.status_code": 500,
      retried: true,
      weights: [0.5, 2],
    },
    resource: {
      service: "orders",
      environment: "production",
      version: "2.1.0",
      revision: "4f2ce1",
      instance: expect.stringMatching(/./),
    },
  });
  expect(parent?.events[0]).toMatchObject({
    name: "exception",
    attributes: { "exception.type": "RangeError", "exception.message": "discount below zero" },
  });
  expect(Math.abs((parent?.startMs ?? 0) - Date.now())).toBeLessThan(600_000);
  const child = spans.find((span) => span.parentSpanId === parent?.spanId);
  expect(child).toMatchObject({ name: "SELECT orders", kind: "client", traceId: parent?.traceId });

  const points = received.flatMap((telemetry) => telemetry.points);
  expect(points.find((point) => point.name === "orders")).toMatchObject({
    kind: "sum",
    monotonic: true,
    temporality: "cumulative",
    unit: "{order}",
    value: 3,
    attributes: { region: "eu" },
  });
  expect(points.find((point) => point.name === "wait")?.histogram).toEqual({
    count: 1,
    sum: 12,
    min: 12,
    max: 12,
    bounds: [5, 50],
    counts: [0, 1, 0],
  });
  expect(received.flatMap((telemetry) => telemetry.logs)).toMatchObject([
    {
      severity: 17,
      severityText: "ERROR",
      body: { message: "gave up", attempts: 3 },
      attributes: { "exception.type": "RangeError" },
      resource: { service: "orders" },
    },
  ]);
});
