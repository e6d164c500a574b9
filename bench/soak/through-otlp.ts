import type {
  AttributeValue,
  MetricPoint,
  Resource,
  Span,
  Telemetry,
  TraceInterest,
} from "../../src/contracts/telemetry.ts";
import { decodeMetrics } from "../../src/edge/otlp/protobuf/metrics.ts";
import { decodeTraces } from "../../src/edge/otlp/protobuf/traces.ts";
import type { Scout } from "../../src/observe/scout.ts";
import { oracle } from "../../test/edge/otlp/oracle.ts";

const KINDS = { unspecified: 0, internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };
const STATUSES = { unset: 0, ok: 1, error: 2 };

/**
 * The same Scout behind the wire: what it is given is encoded by OpenTelemetry's own codecs and read again by the service's,
 * which passes over what Scout has no interest in.
 */
export function throughOtlp(scout: Scout): Scout {
  return {
    ...scout,
    ingest(signal) {
      const receivedMs = Date.parse(signal.receivedAt);
      for (const telemetry of overTheWire(signal.telemetry, receivedMs, scout.interest(signal.repositories)))
        scout.ingest({ ...signal, telemetry });
    },
  };
}

function* overTheWire(
  { spans, points }: Telemetry,
  receivedMs: number,
  interest: TraceInterest,
): Generator<Telemetry> {
  if (spans.length > 0) {
    const bytes = oracle.traces.encode({
      resourceSpans: byResource(spans).map(([resource, of]) => ({
        resource: resourceOf(resource),
        scopeSpans: [{ scope: { name: "shop" }, spans: of.map(spanOf) }],
      })),
    });
    yield decodeTraces(Buffer.from(bytes.finish()), receivedMs, interest).telemetry;
  }
  if (points.length > 0) {
    const bytes = oracle.metrics.encode({
      resourceMetrics: byResource(points).map(([resource, of]) => ({
        resource: resourceOf(resource),
        scopeMetrics: [{ scope: { name: "shop" }, metrics: of.map(gaugeOf) }],
      })),
    });
    yield decodeMetrics(Buffer.from(bytes.finish())).telemetry;
  }
}

function byResource<T extends { resource: Resource }>(items: readonly T[]): [Resource, T[]][] {
  const groups = new Map<Resource, T[]>();
  for (const item of items) {
    const group = groups.get(item.resource);
    if (group) group.push(item);
    else groups.set(item.resource, [item]);
  }
  return [...groups];
}

function resourceOf({ service, environment, revision, instance }: Resource) {
  return {
    attributes: attributesOf({
      "service.name": service,
      "deployment.environment.name": environment ?? "",
      "vcs.ref.head.revision": revision ?? "",
      "service.instance.id": instance ?? "",
    }),
  };
}

function spanOf(span: Span) {
  return {
    traceId: Buffer.from(span.traceId, "hex"),
    spanId: Buffer.from(span.spanId, "hex"),
    ...(span.parentSpanId ? { parentSpanId: Buffer.from(span.parentSpanId, "hex") } : {}),
    name: span.name,
    kind: KINDS[span.kind],
    startTimeUnixNano: nanoseconds(span.startMs),
    endTimeUnixNano: nanoseconds(span.endMs),
    attributes: attributesOf(span.attributes),
    status: { code: STATUSES[span.status], message: span.statusMessage ?? "" },
    events: span.events.map(({ name, timeMs, attributes }) => ({
      name,
      timeUnixNano: nanoseconds(timeMs),
      attributes: attributesOf(attributes),
    })),
  };
}

function gaugeOf({ name, unit, timeMs, value }: MetricPoint) {
  return {
    name,
    unit,
    gauge: { dataPoints: [{ timeUnixNano: nanoseconds(timeMs), asDouble: value ?? 0, attributes: [] }] },
  };
}

function attributesOf(attributes: Readonly<Record<string, AttributeValue>>) {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === "number" ? { intValue: value } : { stringValue: String(value) },
  }));
}

/** As the codec takes 64-bit numbers without a big integer: two halves. */
function nanoseconds(ms: number): { low: number; high: number; unsigned: true } {
  const whole = BigInt(Math.round(ms * 1_000)) * 1_000n;
  return { low: Number(whole & 0xffff_ffffn) | 0, high: Number(whole >> 32n), unsigned: true };
}
