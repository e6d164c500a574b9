import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeLogsJson } from "../../../src/edge/otlp/json/logs.ts";
import { decodeMetricsJson } from "../../../src/edge/otlp/json/metrics.ts";
import { decodeTracesJson } from "../../../src/edge/otlp/json/traces.ts";
import { OversizedOtlp } from "../../../src/edge/otlp/oversized-otlp.ts";
import { decodeLogs } from "../../../src/edge/otlp/protobuf/logs.ts";
import { decodeMetrics } from "../../../src/edge/otlp/protobuf/metrics.ts";
import { decodeTraces } from "../../../src/edge/otlp/protobuf/traces.ts";
import { logsRequest, metricsRequest, traceRequest } from "./arbitrary-requests.ts";
import { asOtlpJson } from "./as-otlp-json.ts";
import { oracle } from "./oracle.ts";

const RUNS = { numRuns: 300 };
const RECEIVED = 1_700_000_000_000;
const style = fc.record({ upperCase: fc.boolean() });

function traces(...spans: object[]): Buffer {
  return Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
}

const SPAN = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  name: "GET /quotes",
  startTimeUnixNano: "1700000000000000000",
  endTimeUnixNano: "1700000000250000000",
};

describe("the JSON decoder says the same as the protobuf decoder", () => {
  it("of traces", () => {
    fc.assert(
      fc.property(traceRequest, style, (message, spelling) => {
        const json = decodeTracesJson(Buffer.from(asOtlpJson(message, spelling)));
        expect(json).toEqual(decodeTraces(Buffer.from(oracle.traces.encode(message).finish())));
      }),
      RUNS,
    );
  });

  it("of metrics", () => {
    fc.assert(
      fc.property(metricsRequest, style, (message, spelling) => {
        const json = decodeMetricsJson(Buffer.from(asOtlpJson(message, spelling)));
        expect(json).toEqual(decodeMetrics(Buffer.from(oracle.metrics.encode(message).finish())));
      }),
      RUNS,
    );
  });

  it("of logs", () => {
    fc.assert(
      fc.property(logsRequest, style, (message, spelling) => {
        const json = decodeLogsJson(Buffer.from(asOtlpJson(message, spelling)), RECEIVED);
        expect(json).toEqual(decodeLogs(Buffer.from(oracle.logs.encode(message).finish()), RECEIVED));
      }),
      RUNS,
    );
  });
});

describe("the JSON decoder", () => {
  it("takes enumerations by name as well as by number", () => {
    const [span] = decodeTracesJson(
      traces({ ...SPAN, kind: "SPAN_KIND_SERVER", status: { code: "STATUS_CODE_ERROR" } }),
    ).telemetry.spans;
    expect(span).toMatchObject({ kind: "server", status: "error" });
    const log = (severityNumber: unknown) =>
      decodeLogsJson(
        Buffer.from(
          JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ severityNumber }] }] }] }),
        ),
        RECEIVED,
      ).telemetry.logs[0]?.severity;
    expect([log("SEVERITY_NUMBER_ERROR"), log("SEVERITY_NUMBER_WARN2"), log(17), log("LOUD")]).toEqual([
      17, 14, 17, 0,
    ]);
    const sum = {
      aggregationTemporality: "AGGREGATION_TEMPORALITY_DELTA",
      dataPoints: [{ timeUnixNano: 1e18, asInt: "3" }],
    };
    const [point] = decodeMetricsJson(
      Buffer.from(
        JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: "calls", sum }] }] }] }),
      ),
    ).telemetry.points;
    expect(point).toMatchObject({ name: "calls", temporality: "delta", monotonic: false, value: 3 });
  });

  it("reads what a resource says about its process, by current and by older names", () => {
    const resourceOf = (attributes: Record<string, string | number>) => {
      const list = Object.entries(attributes).map(([key, value]) => ({
        key,
        value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value },
      }));
      const request = {
        resourceSpans: [{ resource: { attributes: list }, scopeSpans: [{ spans: [SPAN] }] }],
      };
      return decodeTracesJson(Buffer.from(JSON.stringify(request))).telemetry.spans[0]?.resource;
    };
    expect(
      resourceOf({
        "service.name": "quotes",
        "service.version": "1.4.2",
        "deployment.environment.name": "production",
        "deployment.environment": "old",
        "vcs.ref.head.revision": "4f2c",
        "service.instance.id": "one",
        "host.name": "node-3",
      }),
    ).toMatchObject({
      service: "quotes",
      version: "1.4.2",
      environment: "production",
      revision: "4f2c",
      instance: "one",
    });
    expect(
      resourceOf({ "deployment.environment": "staging", "host.name": "node-3", "process.pid": 71 }),
    ).toMatchObject({ service: "unknown_service", environment: "staging", instance: "node-3:71" });
    expect(resourceOf({ "host.name": "node-3" })?.instance).toBe("node-3");
    expect(resourceOf({ "process.pid": 71 })?.instance).toBeUndefined();
  });

  it("ignores fields that it does not know, however deep, and keys that would reach a prototype", () => {
    const deep = `${"[".repeat(5000)}${"]".repeat(5000)}`;
    const attributes =
      '[{"key":"__proto__","value":{"stringValue":"x"}},{"key":"constructor","value":{"intValue":"7"}}]';
    const span = JSON.stringify(SPAN).slice(0, -1);
    const { telemetry, rejected } = decodeTracesJson(
      Buffer.from(
        `{"__proto__":{"resourceSpans":[1]},"novel":${deep},"resourceSpans":[{"__proto__":{"resource":1},"scopeSpans":[{"spans":[${span},"__proto__":{"name":"no","polluted":true},"attributes":${attributes}}]}]}]}`,
      ),
    );
    expect(rejected).toBe(0);
    expect(telemetry.spans).toHaveLength(1);
    expect(telemetry.spans[0]?.name).toBe("GET /quotes");
    expect(Object.entries(telemetry.spans[0]?.attributes ?? {})).toEqual([["constructor", 7]]);
    expect(telemetry.spans[0]?.attributes.toString).toBeUndefined();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("keeps integers beyond 2^53 as their digits, so that identifiers stay apart", () => {
    const attribute = (intValue: unknown) => ({ key: "customer.id", value: { intValue } });
    const [one, two] = decodeTracesJson(
      traces(
        { ...SPAN, attributes: [attribute("9007199254740993")] },
        { ...SPAN, attributes: [attribute("-9223372036854775808")] },
      ),
    ).telemetry.spans;
    expect(one?.attributes["customer.id"]).toBe("9007199254740993");
    expect(two?.attributes["customer.id"]).toBe("-9223372036854775808");
  });

  it.each([
    ["no JSON", "{", /not valid JSON/],
    ["an array", "[]", /must be a JSON object/],
    ["a list that is none", '{"resourceSpans":{}}', /resourceSpans must be an array/],
    [
      "a resource that is none",
      '{"resourceSpans":[{"resource":"x"}]}',
      /ResourceSpans.resource must be an object/,
    ],
    [
      "a span that is none",
      '{"resourceSpans":[{"scopeSpans":[{"spans":[null]}]}]}',
      /Span must be an object/,
    ],
    ["a name of another type", traces({ ...SPAN, name: 7 }).toString(), /Span.name must be a string/],
    [
      "a time with a fraction",
      traces({ ...SPAN, startTimeUnixNano: 1.5 }).toString(),
      /startTimeUnixNano must be a 64-bit/,
    ],
    [
      "a time in ISO",
      traces({ ...SPAN, startTimeUnixNano: "2026-01-01" }).toString(),
      /startTimeUnixNano must be a 64-bit/,
    ],
    [
      "a negative time",
      traces({ ...SPAN, startTimeUnixNano: "-1" }).toString(),
      /startTimeUnixNano must be at least 0/,
    ],
    [
      "a value nested without end",
      traces({
        ...SPAN,
        attributes: [
          { key: "a", value: JSON.parse('{"arrayValue":{"values":['.repeat(40) + "]}}".repeat(40)) },
        ],
      }).toString(),
      /nested no deeper than 32 levels/,
    ],
    [
      "a value nested ten thousand deep",
      `{"resourceSpans":[{"resource":{"attributes":[{"key":"a","value":${'{"arrayValue":{"values":['.repeat(10_000)}${"]}}".repeat(10_000)}}]}}]}`,
      /nested no deeper than 32 levels/,
    ],
    [
      "a time with a huge exponent",
      traces({ ...SPAN, startTimeUnixNano: 0 })
        .toString()
        .replace('"startTimeUnixNano":0', '"startTimeUnixNano":1e999'),
      /startTimeUnixNano must be a 64-bit/,
    ],
    [
      "an integer with a huge exponent",
      traces({ ...SPAN, attributes: [{ key: "a", value: { intValue: "1e400000000" } }] }).toString(),
      /AnyValue.intValue must be a 64-bit/,
    ],
    [
      "an integer beyond 64 bits",
      traces({ ...SPAN, attributes: [{ key: "a", value: { intValue: "9223372036854775808" } }] }).toString(),
      /AnyValue.intValue must be within 64 bits/,
    ],
  ])("refuses %s, and says what was expected", (_what, body, message) => {
    expect(() => decodeTracesJson(Buffer.from(body))).toThrow(message);
  });

  it("of a key that stands twice takes the last, as JSON's own parser does", () => {
    const body = traces(SPAN).toString().replace('"name":', '"name":7,"kind":"no","kind":2,"name":');
    const { spans } = decodeTracesJson(Buffer.from(body)).telemetry;
    expect(spans[0]).toMatchObject({ name: SPAN.name, kind: "server" });
  });

  it("refuses what would unfold to millions of objects, before it does", () => {
    const many = `{"resourceSpans":[${"{},".repeat(5_000_000)}{}]}`;
    expect(() => decodeTracesJson(Buffer.from(many))).toThrow(OversizedOtlp);
    // Texts may hold as many commas as they like, and escaped quotes end none.
    const text = `\\"${",{[".repeat(3_000_000)}\\\\`;
    const one = traces(SPAN).toString().replace('"name":"', `"statusText":"${text}","name":"`);
    expect(decodeTracesJson(Buffer.from(one)).telemetry.spans).toHaveLength(1);
  });

  it("counts invalid spans and says why the first was left out", () => {
    const { telemetry, rejected, reason } = decodeTracesJson(
      traces(
        { ...SPAN, traceId: "0".repeat(32) },
        SPAN,
        { ...SPAN, spanId: "zz" },
        { ...SPAN, startTimeUnixNano: SPAN.endTimeUnixNano, endTimeUnixNano: "1600000000000000000" },
      ),
    );
    expect(telemetry.spans).toHaveLength(1);
    expect(rejected).toBe(3);
    expect(reason).toBe("a trace id is absent or all zeros");
  });
});
