import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { startIntake } from "./intake.ts";

const run = promisify(execFile);
const PROTOBUF = "application/x-protobuf";
const JSONS = "application/json";

/** The SDK's own default first; then what people set. */
it.each([
  ["its default protocol", "its default compression", {}, PROTOBUF, undefined],
  ["http/protobuf", "gzip", { PROTOCOL: "http/protobuf", COMPRESSION: "gzip" }, PROTOBUF, "gzip"],
  ["http/json", "its default compression", { PROTOCOL: "http/json" }, JSONS, undefined],
  ["http/json", "gzip", { PROTOCOL: "http/json", COMPRESSION: "gzip" }, JSONS, "gzip"],
] as const)(
  "understands OpenTelemetry's own SDK with %s and %s",
  async (_protocol, _compression, set, type, encoding) => {
    const intake = await startIntake();
    const { stderr } = await run(process.execPath, [`${import.meta.dirname}/sdk-client.ts`], {
      env: {
        PATH: process.env.PATH,
        OTEL_SERVICE_NAME: "orders",
        OTEL_RESOURCE_ATTRIBUTES:
          "deployment.environment.name=production,service.version=2.1.0,vcs.ref.head.revision=4f2ce1",
        OTEL_TRACES_EXPORTER: "otlp",
        OTEL_METRICS_EXPORTER: "otlp",
        OTEL_LOGS_EXPORTER: "otlp",
        OTEL_EXPORTER_OTLP_ENDPOINT: intake.url,
        OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Bearer%20good",
        ...Object.fromEntries(
          Object.entries(set).map(([name, value]) => [`OTEL_EXPORTER_OTLP_${name}`, value]),
        ),
      },
    });
    await intake.close();
    expect(intake.failures).toEqual([]);
    expect(stderr).not.toMatch(/error/i);
    for (const head of intake.heads) expect(head).toMatchObject({ type, encoding });
    expect(new Set(intake.heads.map((head) => head.path))).toEqual(
      new Set(["/v1/traces", "/v1/metrics", "/v1/logs"]),
    );
    const received = intake.accepted.map((signal) => signal.telemetry);

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
  },
);
