import type { AttributeValue, LogRecord, Resource } from "../../../contracts/telemetry.ts";
import { AttributeBag } from "../attribute-bag.ts";
import type { Decoded } from "../decoded.ts";
import { decodeWhole, TURN_BYTES } from "../in-turns.ts";
import { NO_ATTRIBUTES } from "../no-attributes.ts";
import { unknownResource } from "../resource.ts";
import { severityOf } from "../severity.ts";
import { readAttribute } from "./key-value.ts";
import { readResource } from "./resource.ts";
import { readScope } from "./scope.ts";
import { readValue } from "./value.ts";
import { WireReader, type WireTypes } from "./wire-reader.ts";

const REQUEST: WireTypes = [undefined, 2];
const RESOURCE_LOGS: WireTypes = [undefined, 2, 2, 2];
const SCOPE_LOGS: WireTypes = [undefined, 2, 2, 2];
const LOG_RECORD: WireTypes = [undefined, 1, 0, 2, undefined, 2, 2, 0, 5, 2, 2, 1, 2];

/**
 * Decodes an `ExportLogsServiceRequest`
 * (https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto).
 * No log record is ever rejected: its ids are optional, and an invalid one counts as absent.
 * @param receivedMs epoch milliseconds: the time of records that carry neither their own nor an observed one
 * @throws MalformedOtlp, OversizedOtlp
 */
export function decodeLogs(bytes: Buffer, receivedMs: number): Decoded {
  return decodeWhole(decodeLogsInParts(bytes, receivedMs));
}

/** As `decodeLogs`, and stops now and then on the way. */
export function* decodeLogsInParts(bytes: Buffer, receivedMs: number): Generator<void, Decoded> {
  const r = new WireReader(bytes);
  const end = bytes.length;
  const turn = { end: TURN_BYTES };
  const logs: LogRecord[] = [];
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) yield* readResourceLogs(r, r.stop(end), logs, receivedMs, turn);
    else r.skip(tag, end, "ExportLogsServiceRequest", REQUEST);
  }
  return { telemetry: { spans: [], points: [], logs }, rejected: 0, reason: undefined };
}

function* readResourceLogs(
  r: WireReader,
  end: number,
  logs: LogRecord[],
  receivedMs: number,
  turn: { end: number },
): Generator<void, void> {
  let resource = unknownResource();
  const first = logs.length;
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 18) {
      const stop = r.stop(end);
      while (r.pos < stop) {
        const field = r.tag(stop);
        if (field === 18) logs.push(readLogRecord(r, r.stop(stop), resource, receivedMs));
        else if (field === 10) readScope(r, r.stop(stop));
        else r.skip(field, stop, "ScopeLogs", SCOPE_LOGS);
        if (r.pos > turn.end) {
          turn.end = r.pos + TURN_BYTES;
          yield;
        }
      }
    } else if (tag === 10) {
      // What came before, in whichever order it stands, is of this resource too.
      resource = readResource(r, r.stop(end));
      for (let at = first; at < logs.length; at++) (logs[at] as LogRecord).resource = resource;
    } else r.skip(tag, end, "ResourceLogs", RESOURCE_LOGS);
  }
}

function readLogRecord(r: WireReader, end: number, resource: Resource, receivedMs: number): LogRecord {
  r.charge(8);
  let timeMs = 0;
  let observedMs = 0;
  let severity = 0;
  let severityText = "";
  let eventName = "";
  let body: AttributeValue = null;
  let traceId: string | null = "";
  let spanId: string | null = "";
  let attributes: Record<string, AttributeValue> | undefined;
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 9:
        timeMs = r.epochMs(end);
        break;
      case 16:
        severity = r.varint32(end);
        break;
      case 26:
        severityText = r.sharedText(end);
        break;
      case 42:
        body = readValue(r, r.stop(end), 1);
        break;
      case 50:
        attributes ??= new AttributeBag();
        readAttribute(r, r.stop(end), attributes);
        break;
      case 74:
        traceId = r.id(16, end);
        break;
      case 82:
        spanId = r.id(8, end);
        break;
      case 89:
        observedMs = r.epochMs(end);
        break;
      case 98:
        eventName = r.sharedText(end);
        break;
      default:
        r.skip(tag, end, "LogRecord", LOG_RECORD);
    }
  }
  return {
    timeMs: timeMs || observedMs || receivedMs,
    severity: severityOf(severity),
    severityText: severityText || undefined,
    eventName: eventName || undefined,
    body,
    attributes: attributes ?? NO_ATTRIBUTES,
    traceId: traceId || undefined,
    spanId: spanId || undefined,
    resource,
  };
}
