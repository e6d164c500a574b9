import type { TelemetrySignal } from "../contracts/signal.ts";
import type { LogRecord, Resource, Span } from "../contracts/telemetry.ts";
import { attributeText } from "./attribute-text.ts";
import { boundResource } from "./bound-resource.ts";
import type { SeenProcess } from "./changes/change-book.ts";
import type { ClockOffsets, ProcessClock } from "./clock-offsets.ts";
import { countRequest } from "./count-request.ts";
import { frameOf } from "./failures/frame-of.ts";
import { isEntry } from "./is-entry.ts";
import type { TraceSample } from "./localise/trace-sample.ts";
import { operationOf } from "./operation-of.ts";
import { type RequestKinds, requestKind } from "./request-kind.ts";
import { countPoint } from "./request-metrics/count-point.ts";
import type { PointDeltas } from "./request-metrics/point-deltas.ts";
import { requestPoint } from "./request-metrics/request-point.ts";
import { revisionOf } from "./revision-of.ts";
import { scopeOf } from "./scope-of.ts";
import type { SeenSpans } from "./seen-spans.ts";
import type { ServiceBook } from "./service-book.ts";
import type { ServiceRecord } from "./service-record.ts";
import type { TraceBuffer } from "./traces/trace-buffer.ts";
import type { Witnesses } from "./witnesses.ts";

const ERROR_SEVERITY = 17;

export interface Memory {
  services: ServiceBook;
  traces: TraceBuffer;
  sample: TraceSample;
  seen: SeenSpans;
  witnesses: Witnesses;
  clocks: ClockOffsets;
  deltas: PointDeltas;
  kinds: RequestKinds;
  senders: WeakMap<Resource, Sender>;
}

/** For so long a process that is heard of again is taken for what it was found to be: policies change rarely. */
const KNOWN_MS = 4_000;

/** Who sent it. */
export interface Sender {
  scope: string;
  foundMs: number;
  record: ServiceRecord | null;
  clock: ProcessClock;
  revision: string;
  process: SeenProcess | null;
}

/**
 * Counts what a signal brings. Each request is put into the second in which it ended, however late it comes; a clock that runs
 * ahead is set right.
 */
export function ingestTelemetry(
  signal: TelemetrySignal,
  { services, traces, seen, witnesses, clocks, deltas, kinds, senders }: Memory,
  now: number,
): void {
  const scope = scopeOf(signal.repositories);
  const senderOf = (resource: Resource) => {
    let sender = senders.get(resource);
    if (!sender || sender.scope !== scope || !(Math.abs(now - sender.foundMs) < KNOWN_MS)) {
      boundResource(resource);
      const record = services.find(resource, signal.repositories, now);
      const clock = clocks.of(scope, resource.service, resource.instance);
      const process = witnesses.changes.saw(resource, scope, now);
      sender = { scope, foundMs: now, record, clock, revision: revisionOf(resource), process };
      senders.set(resource, sender);
    }
    if (sender.process) sender.process.lastMs = now;
    if (sender.record) sender.record.lastSeenMs = now;
    return sender;
  };
  if (signal.telemetry.passedOver) traces.passOver(signal.telemetry.passedOver);
  let resource: Resource | undefined;
  let sender: Sender | undefined;
  for (const span of signal.telemetry.spans) {
    if (span.resource !== resource || !sender) {
      resource = span.resource;
      sender = senderOf(resource);
    }
    const eventful = span.events.length > 0;
    // A call that comes twice is counted nowhere; its trace takes it once.
    const isCall = span.kind === "client" || span.kind === "producer";
    if ((!isCall || eventful) && !seen.isNew(span.traceId, span.spanId)) continue;
    traces.add(scope, span, now);
    if (eventful) witnesses.addSpan(span, scope, now);
    const { record } = sender;
    if (!record) continue;
    const kind = isEntry(span) ? requestKind(span) : null;
    if (!kind && !eventful) continue;
    const failed = kind?.isFailed ?? false;
    const endMs = sender.clock.right(span.endMs, now);
    if (kind) {
      record.rates.noteEntry();
      countRequest(record, span, kind, sender.revision, endMs, now);
    }
    if (eventful || (failed && span.statusMessage)) addFailures(record, span, failed, scope, endMs);
  }
  for (const span of signal.telemetry.counted ?? []) {
    if (span.resource !== resource || !sender) {
      resource = span.resource;
      sender = senderOf(resource);
    }
    const { ids } = span;
    if (!seen.isNewOf(ids[0], ids[1], ids[2], ids[3])) continue;
    const { record, clock, revision } = sender;
    if (!record) continue;
    const endMs = clock.right(span.endMs, now);
    record.rates.noteEntry();
    countRequest(record, span, kinds.of(span), revision, endMs, now);
  }
  for (const point of signal.telemetry.points) {
    const requests = requestPoint(point);
    if (requests) {
      if (requests.resource !== point.resource) boundResource(point.resource);
      const { record } = senderOf(requests.resource);
      if (record) countPoint(record, point, requests, { deltas, services }, now);
    } else senderOf(point.resource).record?.memory.add(point);
    witnesses.addPoint(point, scope, now);
  }
  for (const log of signal.telemetry.logs) {
    const { record } = senderOf(log.resource);
    witnesses.addLog(log, record, scope, now);
    if (record) addLog(record, log, scope, now);
  }
}

function addFailures(record: ServiceRecord, span: Span, failed: boolean, scope: string, endMs: number): void {
  const occurrence = {
    atMs: endMs,
    traceId: span.traceId,
    scope,
    operation: isEntry(span) ? operationOf(span) : null,
    revision: revisionOf(span.resource),
  };
  const frame = frameOf(span.attributes);
  const place = frame ? { frame } : {};
  let told = false;
  for (const event of span.events) {
    if (event.name !== "exception") continue;
    told = true;
    record.failures.add({ ...exceptionOf(event.attributes), ...place }, occurrence);
  }
  if (failed && !told && isEntry(span) && span.statusMessage) {
    const type = attributeText(span.attributes, "error.type") ?? "";
    record.failures.add({ type, message: span.statusMessage, ...place }, occurrence);
  }
}

function addLog(record: ServiceRecord, log: LogRecord, scope: string, now: number): void {
  const isException = attributeText(log.attributes, "exception.type", "exception.message") !== undefined;
  const frame = frameOf(log.attributes);
  // Without an exception or a place it is a line like any other, and the log book has it.
  if (!isException && (log.severity < ERROR_SEVERITY || !frame)) return;
  record.failures.add(
    {
      ...(isException
        ? exceptionOf(log.attributes)
        : {
            type: "",
            message: typeof log.body === "string" ? log.body : JSON.stringify(log.body).slice(0, 4000),
          }),
      ...(frame ? { frame } : {}),
    },
    {
      atMs: Math.min(log.timeMs, now),
      traceId: log.traceId ?? "",
      scope,
      operation: null,
      revision: revisionOf(log.resource),
    },
  );
}

function exceptionOf(attributes: Span["attributes"]): { type: string; message: string; stack?: string } {
  const stack = attributeText(attributes, "exception.stacktrace");
  return {
    type: attributeText(attributes, "exception.type") ?? "Error",
    message: attributeText(attributes, "exception.message") ?? "",
    ...(stack ? { stack } : {}),
  };
}
