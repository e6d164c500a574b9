import type {
  Attributes,
  AttributeValue,
  LogRecord,
  MetricPoint,
  Resource,
  Span,
  Telemetry,
} from "../contracts/telemetry.ts";

type Json = Record<string, unknown>;

const KINDS = ["unspecified", "internal", "server", "client", "producer", "consumer"];
const STATUSES = ["unset", "ok", "error"];
const TEMPORALITIES = ["unspecified", "delta", "cumulative"];

/**
 * Telemetry as OTLP JSON again (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding): the request of
 * each signal that there is. What the decoder leaves of a request comes out of it as it went in; an exponential
 * histogram was made explicit by it and stays so.
 */
export function encodeOtlp(telemetry: Telemetry): { traces?: Json; logs?: Json; metrics?: Json } {
  const { spans, logs, points } = telemetry;
  return {
    ...(spans.length > 0
      ? {
          traces: {
            resourceSpans: byResource(spans, (some) => ({
              scopeSpans: [...grouped(some, ({ scope }) => scope ?? "")].map(([name, mine]) => ({
                scope: { name },
                spans: mine.map(spanOf),
              })),
            })),
          },
        }
      : {}),
    ...(logs.length > 0
      ? {
          logs: {
            resourceLogs: byResource(logs, (some) => ({ scopeLogs: [{ logRecords: some.map(logOf) }] })),
          },
        }
      : {}),
    ...(points.length > 0
      ? {
          metrics: {
            resourceMetrics: byResource(points, (some) => ({
              scopeMetrics: [{ metrics: some.map(metricOf) }],
            })),
          },
        }
      : {}),
  };
}

function byResource<T extends { resource: Resource }>(
  records: readonly T[],
  inner: (some: T[]) => Json,
): Json[] {
  return [...grouped(records, ({ resource }) => resource)].map(([of, some]) => ({
    resource: { attributes: attributesOf(described(of)) },
    ...inner(some),
  }));
}

/** Attributes of a resource; of one that was never decoded, those that say what its fields say. */
function described({ attributes, service, environment, version, revision, instance }: Resource): Attributes {
  if ("service.name" in attributes || service === "unknown_service") return attributes;
  return {
    ...attributes,
    "service.name": service,
    ...(environment ? { "deployment.environment.name": environment } : {}),
    ...(version ? { "service.version": version } : {}),
    ...(revision ? { "vcs.ref.head.revision": revision } : {}),
    ...(instance ? { "service.instance.id": instance } : {}),
  };
}

function grouped<T, K>(records: readonly T[], keyOf: (record: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const record of records) {
    const group = groups.get(keyOf(record));
    if (group) group.push(record);
    else groups.set(keyOf(record), [record]);
  }
  return groups;
}

function spanOf(span: Span): Json {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId ? { parentSpanId: span.parentSpanId } : {}),
    ...(span.traceState ? { traceState: span.traceState } : {}),
    name: span.name,
    kind: Math.max(0, KINDS.indexOf(span.kind)),
    startTimeUnixNano: nano(span.startMs),
    endTimeUnixNano: nano(span.endMs),
    attributes: attributesOf(span.attributes),
    events: span.events.map(({ name, timeMs, attributes }) => ({
      name,
      timeUnixNano: nano(timeMs),
      attributes: attributesOf(attributes),
    })),
    status: {
      code: Math.max(0, STATUSES.indexOf(span.status)),
      ...(span.statusMessage ? { message: span.statusMessage } : {}),
    },
  };
}

function logOf(log: LogRecord): Json {
  return {
    timeUnixNano: nano(log.timeMs),
    severityNumber: log.severity,
    ...(log.severityText ? { severityText: log.severityText } : {}),
    ...(log.eventName ? { eventName: log.eventName } : {}),
    body: anyValue(log.body),
    attributes: attributesOf(log.attributes),
    ...(log.traceId ? { traceId: log.traceId } : {}),
    ...(log.spanId ? { spanId: log.spanId } : {}),
  };
}

function metricOf(point: MetricPoint): Json {
  const { histogram, kind } = point;
  const common = {
    attributes: attributesOf(point.attributes),
    timeUnixNano: nano(point.timeMs),
    ...(point.startMs === undefined ? {} : { startTimeUnixNano: nano(point.startMs) }),
  };
  const aggregationTemporality = Math.max(0, TEMPORALITIES.indexOf(point.temporality ?? "unspecified"));
  const optional = ({ sum, min, max }: NonNullable<typeof histogram>) => ({
    ...(sum === undefined ? {} : { sum }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  });
  const data: Json = histogram
    ? {
        histogram: {
          aggregationTemporality,
          dataPoints: [
            {
              ...common,
              count: String(histogram.count),
              ...optional(histogram),
              explicitBounds: histogram.bounds,
              bucketCounts: histogram.counts.map(String),
            },
          ],
        },
      }
    : kind === "sum"
      ? {
          sum: {
            aggregationTemporality,
            isMonotonic: point.monotonic ?? false,
            dataPoints: [{ ...common, asDouble: point.value }],
          },
        }
      : { gauge: { dataPoints: [{ ...common, asDouble: point.value }] } };
  return { name: point.name, unit: point.unit, ...data };
}

/** Milliseconds with a fraction hold about a quarter of a microsecond; the digits below are noughts. */
const nano = (ms: number) => `${Math.round(ms * 1000)}000`;

const attributesOf = (attributes: Attributes): Json[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));

function anyValue(value: AttributeValue): Json {
  if (value === null) return {};
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number")
    return Number.isSafeInteger(value)
      ? { intValue: String(value) }
      : { doubleValue: Number.isFinite(value) ? value : String(value) };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: attributesOf(value) } };
}
