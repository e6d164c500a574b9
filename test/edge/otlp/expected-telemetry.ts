import type {
  AttributeValue,
  HistogramValue,
  LogRecord,
  MetricPoint,
  Resource,
  Span,
  SpanKind,
  SpanStatus,
} from "../../../src/contracts/telemetry.ts";
import { explicitHistogram } from "../../../src/edge/otlp/explicit-histogram.ts";
import type { OracleMessage } from "./oracle.ts";

/** What the oracle's decoded messages mean, written without any thought of speed. */

const KINDS: SpanKind[] = ["unspecified", "internal", "server", "client", "producer", "consumer"];
const STATUSES: SpanStatus[] = ["unset", "ok", "error"];

const big = (value: OracleMessage): bigint => BigInt(String(value ?? 0));
const unsigned = (value: OracleMessage): bigint => BigInt.asUintN(64, big(value));
const ms = (value: OracleMessage): number => Number(unsigned(value)) / 1e6;
const finite = (...values: unknown[]): boolean =>
  values.every((value) => value === undefined || Number.isFinite(value));
/** A field that was on the wire: protobufjs keeps the others on the prototype. */
const own = (message: OracleMessage, field: string): OracleMessage =>
  Object.hasOwn(message, field) ? message[field] : undefined;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

function anyValueOf(any: OracleMessage): AttributeValue {
  if (any === null || any === undefined) return null;
  const field = Object.keys(any).at(-1);
  if (field === undefined) return null;
  const value = any[field];
  if (field === "intValue") {
    const exact = big(value);
    const near = Number(exact);
    return Number.isSafeInteger(near) ? near : exact.toString();
  }
  if (field === "arrayValue") return value.values.map(anyValueOf);
  if (field === "kvlistValue") return attributesOf(value.values);
  if (field === "bytesValue") return Buffer.from(value).toString("base64");
  return value;
}

function attributesOf(pairs: OracleMessage[]): Record<string, AttributeValue> {
  const record: Record<string, AttributeValue> = {};
  for (const { key, value } of pairs) if (key !== "__proto__") record[key] = anyValueOf(value);
  return record;
}

function resourceOf(resource: OracleMessage): Resource {
  const attributes = attributesOf(resource?.attributes ?? []);
  const said = (key: string): string | undefined => {
    const value = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    if (typeof value === "number") return String(value);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const host = said("host.name");
  const pid = said("process.pid");
  return {
    service: said("service.name") ?? "unknown_service",
    environment: said("deployment.environment.name") ?? said("deployment.environment"),
    version: said("service.version"),
    revision: said("vcs.ref.head.revision"),
    instance: said("service.instance.id") ?? (host && pid ? `${host}:${pid}` : host),
    attributes,
  };
}

/** @returns the spans that are valid, and how many are not */
export function expectedSpans(request: OracleMessage): { spans: Span[]; rejected: number } {
  const spans: Span[] = [];
  let rejected = 0;
  for (const group of request.resourceSpans) {
    const resource = resourceOf(group.resource);
    for (const { scope, spans: list } of group.scopeSpans) {
      for (const span of list) {
        const startMs = ms(span.startTimeUnixNano);
        const endMs = ms(span.endTimeUnixNano);
        const parent = span.parentSpanId;
        const valid =
          span.traceId.length === 16 &&
          !isZero(span.traceId) &&
          span.spanId.length === 8 &&
          !isZero(span.spanId) &&
          (parent.length === 0 || parent.length === 8) &&
          startMs > 0 &&
          endMs >= startMs - 1000;
        if (!valid) {
          rejected++;
          continue;
        }
        spans.push({
          traceId: hex(span.traceId),
          spanId: hex(span.spanId),
          parentSpanId: isZero(parent) ? undefined : hex(parent),
          traceState: span.traceState || undefined,
          name: span.name,
          kind: KINDS[span.kind] ?? "unspecified",
          startMs,
          endMs: Math.max(startMs, endMs),
          status: STATUSES[span.status?.code ?? 0] ?? "unset",
          statusMessage: span.status?.message || undefined,
          attributes: attributesOf(span.attributes),
          events: span.events.map((event: OracleMessage) => ({
            name: event.name,
            timeMs: ms(event.timeUnixNano),
            attributes: attributesOf(event.attributes),
          })),
          resource,
          scope: scope?.name || undefined,
          ...(scope?.attributes.length > 0 ? { scopeAttributes: attributesOf(scope.attributes) } : {}),
        });
      }
    }
  }
  return { spans, rejected };
}

/** @param receivedMs what stands in for a missing time */
export function expectedLogs(request: OracleMessage, receivedMs: number): LogRecord[] {
  return request.resourceLogs.flatMap((group: OracleMessage) => {
    const resource = resourceOf(group.resource);
    return group.scopeLogs.flatMap((scope: OracleMessage) =>
      scope.logRecords.map((log: OracleMessage) => ({
        timeMs: ms(log.timeUnixNano) || ms(log.observedTimeUnixNano) || receivedMs,
        severity: log.severityNumber >= 1 && log.severityNumber <= 24 ? log.severityNumber : 0,
        severityText: log.severityText || undefined,
        eventName: log.eventName || undefined,
        body: anyValueOf(log.body),
        attributes: attributesOf(log.attributes),
        traceId: log.traceId.length === 16 && !isZero(log.traceId) ? hex(log.traceId) : undefined,
        spanId: log.spanId.length === 8 && !isZero(log.spanId) ? hex(log.spanId) : undefined,
        resource,
      })),
    );
  });
}

function histogramOf(kind: string, point: OracleMessage): HistogramValue {
  const count = Number(unsigned(point.count));
  const counts = (list: OracleMessage[]): number[] => list.map((value) => Number(unsigned(value)));
  if (kind === "histogram") {
    const bounds = point.explicitBounds;
    const buckets = counts(point.bucketCounts);
    return {
      count,
      sum: own(point, "sum"),
      min: own(point, "min"),
      max: own(point, "max"),
      bounds,
      counts: bounds.length + buckets.length === 0 ? [count] : buckets,
    };
  }
  if (kind === "exponentialHistogram") {
    const side = (b: OracleMessage): { offset: number; counts: number[] } => ({
      offset: b?.offset ?? 0,
      counts: counts(b?.bucketCounts ?? []),
    });
    return {
      count,
      sum: own(point, "sum"),
      min: own(point, "min"),
      max: own(point, "max"),
      // The conversion has tests of its own.
      ...explicitHistogram({
        scale: point.scale,
        zeroCount: Number(unsigned(point.zeroCount)),
        zeroThreshold: point.zeroThreshold,
        positive: side(point.positive),
        negative: side(point.negative),
      }),
    };
  }
  const at = (quantile: number): number | undefined =>
    point.quantileValues.filter((q: OracleMessage) => q.quantile === quantile).at(-1)?.value;
  return { count, sum: point.sum, min: at(0), max: at(1), bounds: [], counts: [count] };
}

/** @returns the data points that are valid, and how many are not */
export function expectedPoints(request: OracleMessage): { points: MetricPoint[]; rejected: number } {
  const points: MetricPoint[] = [];
  let rejected = 0;
  for (const group of request.resourceMetrics) {
    const resource = resourceOf(group.resource);
    const metrics = group.scopeMetrics.flatMap((scope: OracleMessage) => scope.metrics);
    for (const metric of metrics) {
      const field = ["gauge", "sum", "histogram", "exponentialHistogram", "summary"].find((name) =>
        own(metric, name),
      );
      if (field === undefined) continue;
      for (const point of metric[field].dataPoints) {
        if ((point.flags & 1) === 1) continue;
        const isNumber = field === "gauge" || field === "sum";
        const int = own(point, "asInt");
        const value = int === undefined ? own(point, "asDouble") : Number(big(int));
        const histogram = isNumber ? undefined : histogramOf(field, point);
        const increasing = histogram?.bounds.every(
          (b, at) => at === 0 || b > (histogram.bounds[at - 1] ?? b),
        );
        const valid =
          ms(point.timeUnixNano) > 0 &&
          (histogram === undefined
            ? value !== undefined && Number.isFinite(value)
            : histogram.counts.length === histogram.bounds.length + 1 &&
              finite(...histogram.bounds) &&
              increasing === true &&
              finite(histogram.sum, histogram.min, histogram.max));
        if (!valid) {
          rejected++;
          continue;
        }
        points.push({
          name: metric.name,
          unit: metric.unit,
          kind: field === "exponentialHistogram" ? "histogram" : (field as MetricPoint["kind"]),
          temporality: ([undefined, "delta", "cumulative"] as const)[
            metric[field].aggregationTemporality ?? 0
          ],
          monotonic: field === "sum" ? metric.sum.isMonotonic : undefined,
          startMs: ms(point.startTimeUnixNano) || undefined,
          timeMs: ms(point.timeUnixNano),
          attributes: attributesOf(point.attributes),
          value: isNumber ? value : undefined,
          histogram,
          resource,
        });
      }
    }
  }
  return { points, rejected };
}
