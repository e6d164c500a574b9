import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeLogs } from "../../../src/edge/otlp/protobuf/logs.ts";
import { decodeMetrics } from "../../../src/edge/otlp/protobuf/metrics.ts";
import { decodeTraces } from "../../../src/edge/otlp/protobuf/traces.ts";
import { logsRequest, metricsRequest, traceRequest } from "./arbitrary-requests.ts";
import { expectedLogs, expectedPoints, expectedSpans } from "./expected-telemetry.ts";
import { oracle } from "./oracle.ts";

const RUNS = { numRuns: 400 };
const RECEIVED = 1_700_000_000_000;

describe("the protobuf decoder reads what OpenTelemetry's own codecs wrote", () => {
  it("traces, field by field", () => {
    fc.assert(
      fc.property(traceRequest, (message) => {
        const bytes = Buffer.from(oracle.traces.encode(message).finish());
        const { spans, rejected } = expectedSpans(oracle.traces.decode(bytes));
        const decoded = decodeTraces(bytes);
        // What was met before is read another way, and must say the same.
        for (let again = 0; again < 2; again++) expect(decodeTraces(bytes)).toEqual(decoded);
        expect(decoded.telemetry).toEqual({ spans, points: [], logs: [] });
        expect(decoded.rejected).toBe(rejected);
        expect(decoded.reason === undefined).toBe(rejected === 0);
      }),
      RUNS,
    );
  });

  it("metrics, field by field", () => {
    fc.assert(
      fc.property(metricsRequest, (message) => {
        const bytes = Buffer.from(oracle.metrics.encode(message).finish());
        const { points, rejected } = expectedPoints(oracle.metrics.decode(bytes));
        const decoded = decodeMetrics(bytes);
        for (let again = 0; again < 2; again++) expect(decodeMetrics(bytes)).toEqual(decoded);
        expect(decoded.telemetry).toEqual({ spans: [], points, logs: [] });
        expect(decoded.rejected).toBe(rejected);
      }),
      RUNS,
    );
  });

  it("logs, field by field", () => {
    fc.assert(
      fc.property(logsRequest, (message) => {
        const bytes = Buffer.from(oracle.logs.encode(message).finish());
        const logs = expectedLogs(oracle.logs.decode(bytes), RECEIVED);
        const decoded = decodeLogs(bytes, RECEIVED);
        for (let again = 0; again < 2; again++) expect(decodeLogs(bytes, RECEIVED)).toEqual(decoded);
        expect(decoded).toEqual({
          telemetry: { spans: [], points: [], logs },
          rejected: 0,
          reason: undefined,
        });
      }),
      RUNS,
    );
  });
});
