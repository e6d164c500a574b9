import type { LogRecord, Resource } from "../../../contracts/telemetry.ts";
import type { Decoded } from "../decoded.ts";
import { decodeWhole } from "../in-turns.ts";
import { severityOf } from "../severity.ts";
import { readAttributes } from "./attributes.ts";
import { type JsonObject, JsonReader } from "./json-reader.ts";
import { parseObject } from "./parse.ts";
import { readResource } from "./resource.ts";
import { readValue } from "./value.ts";

/** By OTLP's `SeverityNumber`. */
const SEVERITIES: readonly string[] = [
  "unspecified",
  ...["trace", "debug", "info", "warn", "error", "fatal"].flatMap((level) =>
    ["", "2", "3", "4"].map((step) => level + step),
  ),
];

/**
 * Decodes an `ExportLogsServiceRequest` in JSON.
 * @param receivedMs epoch milliseconds: the time of records that carry neither their own nor an observed one
 * @throws MalformedOtlp, OversizedOtlp
 */
export function decodeLogsJson(bytes: Buffer, receivedMs: number): Decoded {
  return decodeWhole(decodeLogsJsonInParts(bytes, receivedMs));
}

/** As `decodeLogsJson`, and stops before and after it is parsed, and now and then on the way. */
export function* decodeLogsJsonInParts(bytes: Buffer, receivedMs: number): Generator<void, Decoded> {
  const r = new JsonReader();
  const logs: LogRecord[] = [];
  const request = yield* parseObject(bytes);
  for (const entry of r.list(request, "resourceLogs", "ExportLogsServiceRequest")) {
    const resourceLogs = r.object(entry, "ResourceLogs");
    const resource = readResource(r, resourceLogs, "ResourceLogs");
    for (const inner of r.list(resourceLogs, "scopeLogs", "ResourceLogs")) {
      const scopeLogs = r.object(inner, "ScopeLogs");
      for (const json of r.list(scopeLogs, "logRecords", "ScopeLogs")) {
        logs.push(readLogRecord(r, r.object(json, "LogRecord"), resource, receivedMs));
        if (r.isTurnOver()) yield;
      }
    }
  }
  return { telemetry: { spans: [], points: [], logs }, rejected: 0, reason: undefined };
}

function readLogRecord(r: JsonReader, json: JsonObject, resource: Resource, receivedMs: number): LogRecord {
  r.charge(8);
  return {
    timeMs:
      r.epochMs(json, "timeUnixNano", "LogRecord") ||
      r.epochMs(json, "observedTimeUnixNano", "LogRecord") ||
      receivedMs,
    severity: severityOf(r.enumeration(json, "severityNumber", "LogRecord", "SEVERITY_NUMBER_", SEVERITIES)),
    severityText: r.text(json, "severityText", "LogRecord") || undefined,
    eventName: r.text(json, "eventName", "LogRecord") || undefined,
    body: readValue(r, r.field(json, "body"), 1),
    attributes: readAttributes(r, json, "attributes", "LogRecord", 1),
    traceId: r.id(json, "traceId", "LogRecord", 16) || undefined,
    spanId: r.id(json, "spanId", "LogRecord", 8) || undefined,
    resource,
  };
}
