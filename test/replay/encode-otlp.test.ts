import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeLogsJson } from "../../src/edge/otlp/json/logs.ts";
import { decodeMetricsJson } from "../../src/edge/otlp/json/metrics.ts";
import { decodeTracesJson } from "../../src/edge/otlp/json/traces.ts";
import { encodeOtlp } from "../../src/replay/encode-otlp.ts";

const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((raw) => Buffer.from(raw).toString("hex"))
    .filter((id) => !/^0+$/.test(id));
const key = fc.string({ minLength: 1, maxLength: 20 }).filter((name) => name !== "__proto__");
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string().map((stringValue) => ({ stringValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    fc.integer().map((int) => ({ intValue: String(int) })),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((doubleValue) => ({ doubleValue })),
    fc.constant({}),
    fc.array(tie("value"), { maxLength: 3 }).map((values) => ({ arrayValue: { values } })),
    fc
      .array(fc.record({ key, value: tie("value") }), { maxLength: 3 })
      .map((values) => ({ kvlistValue: { values } })),
  ),
}));
const attributes = fc.array(fc.record({ key, value }), { maxLength: 4 });
const nano = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }).map((ms) => `${ms}000000`);
const resource = fc.record({ attributes });
const span = fc.record({
  traceId: hex(16),
  spanId: hex(8),
  parentSpanId: fc.oneof(fc.constant(""), hex(8)),
  traceState: fc.string(),
  name: fc.string(),
  kind: fc.integer({ min: 0, max: 5 }),
  startTimeUnixNano: fc.constant("1700000000000000000"),
  endTimeUnixNano: nano,
  attributes,
  events: fc.array(fc.record({ name: fc.string(), timeUnixNano: nano, attributes }), { maxLength: 2 }),
  status: fc.record({ code: fc.integer({ min: 0, max: 2 }), message: fc.string() }),
});
const log = fc.record({
  timeUnixNano: nano,
  severityNumber: fc.integer({ min: 0, max: 24 }),
  severityText: fc.string(),
  eventName: fc.string(),
  body: value,
  attributes,
  traceId: fc.oneof(fc.constant(""), hex(16)),
  spanId: fc.oneof(fc.constant(""), hex(8)),
});
const point = { attributes, timeUnixNano: nano, startTimeUnixNano: nano };
const metric = fc.oneof(
  fc.record({
    name: fc.string(),
    unit: fc.string(),
    gauge: fc.record({
      dataPoints: fc.tuple(
        fc.record({ ...point, asDouble: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
      ),
    }),
  }),
  fc.record({
    name: fc.string(),
    unit: fc.string(),
    sum: fc.record({
      aggregationTemporality: fc.integer({ min: 0, max: 2 }),
      isMonotonic: fc.boolean(),
      dataPoints: fc.tuple(fc.record({ ...point, asDouble: fc.integer() })),
    }),
  }),
  fc.record({
    name: fc.string(),
    unit: fc.string(),
    histogram: fc.record({
      aggregationTemporality: fc.integer({ min: 1, max: 2 }),
      dataPoints: fc.tuple(
        fc.record({
          ...point,
          count: fc.constant("6"),
          sum: fc.integer(),
          explicitBounds: fc.constant([1, 5]),
          bucketCounts: fc.constant(["1", "2", "3"]),
        }),
      ),
    }),
  }),
);

const bytes = (json: unknown) => Buffer.from(JSON.stringify(json));

it("spans come out as they went in", () => {
  fc.assert(
    fc.property(resource, fc.array(span, { minLength: 1, maxLength: 4 }), fc.string(), (of, spans, name) => {
      const request = { resourceSpans: [{ resource: of, scopeSpans: [{ scope: { name }, spans }] }] };
      const { telemetry } = decodeTracesJson(bytes(request));
      const again = decodeTracesJson(bytes(encodeOtlp(telemetry).traces));
      expect(again).toEqual({ telemetry, rejected: 0, reason: undefined });
    }),
  );
});

it("log records come out as they went in", () => {
  fc.assert(
    fc.property(resource, fc.array(log, { minLength: 1, maxLength: 4 }), (of, logRecords) => {
      const request = { resourceLogs: [{ resource: of, scopeLogs: [{ logRecords }] }] };
      const { telemetry } = decodeLogsJson(bytes(request), 0);
      expect(decodeLogsJson(bytes(encodeOtlp(telemetry).logs), 0).telemetry).toEqual(telemetry);
    }),
  );
});

it("metrics come out as they went in", () => {
  fc.assert(
    fc.property(resource, fc.array(metric, { minLength: 1, maxLength: 4 }), (of, metrics) => {
      const request = { resourceMetrics: [{ resource: of, scopeMetrics: [{ metrics }] }] };
      const { telemetry, rejected } = decodeMetricsJson(bytes(request));
      expect(rejected).toBe(0);
      expect(decodeMetricsJson(bytes(encodeOtlp(telemetry).metrics)).telemetry).toEqual(telemetry);
    }),
  );
});
