import type { HistogramValue, MetricPoint, Resource } from "../../../contracts/telemetry.ts";
import type { Decoded } from "../decoded.ts";
import { decodeWhole } from "../in-turns.ts";
import { type MetricStream, pointOf } from "../metric-point.ts";
import { type Rejections, reject } from "../rejections.ts";
import { temporalityOf } from "../temporality.ts";
import { readAttributes } from "./attributes.ts";
import { readExponential, readHistogram, readSummary } from "./histograms.ts";
import { type JsonObject, JsonReader } from "./json-reader.ts";
import { parseObject } from "./parse.ts";
import { readResource } from "./resource.ts";

const TEMPORALITIES = ["unspecified", "delta", "cumulative"];

/** The `data` oneof of `Metric`: field, message, kind, and how its points hold their distribution. */
const DATA = [
  ["gauge", "Gauge", "gauge", undefined],
  ["sum", "Sum", "sum", undefined],
  ["histogram", "Histogram", "histogram", readHistogram],
  ["exponentialHistogram", "ExponentialHistogram", "histogram", readExponential],
  ["summary", "Summary", "summary", readSummary],
] as const;

/** Decodes an `ExportMetricsServiceRequest` in JSON. @throws MalformedOtlp, OversizedOtlp */
export function decodeMetricsJson(bytes: Buffer): Decoded {
  return decodeWhole(decodeMetricsJsonInParts(bytes));
}

/** As `decodeMetricsJson`, and stops before and after it is parsed, and now and then on the way. */
export function* decodeMetricsJsonInParts(bytes: Buffer): Generator<void, Decoded> {
  const r = new JsonReader();
  const points: MetricPoint[] = [];
  const rejections: Rejections = { count: 0, reason: undefined };
  const request = yield* parseObject(bytes);
  for (const entry of r.list(request, "resourceMetrics", "ExportMetricsServiceRequest")) {
    const resourceMetrics = r.object(entry, "ResourceMetrics");
    const resource = readResource(r, resourceMetrics, "ResourceMetrics");
    for (const inner of r.list(resourceMetrics, "scopeMetrics", "ResourceMetrics")) {
      const scopeMetrics = r.object(inner, "ScopeMetrics");
      for (const json of r.list(scopeMetrics, "metrics", "ScopeMetrics")) {
        yield* readMetric(r, r.object(json, "Metric"), points, rejections, resource);
      }
    }
  }
  return {
    telemetry: { spans: [], points, logs: [] },
    rejected: rejections.count,
    reason: rejections.reason,
  };
}

function* readMetric(
  r: JsonReader,
  json: JsonObject,
  points: MetricPoint[],
  rejections: Rejections,
  resource: Resource,
): Generator<void, void> {
  for (const [field, message, kind, readDistribution] of DATA) {
    const data = r.child(json, field, "Metric");
    if (data === undefined) continue;
    const temporality = r.enumeration(
      data,
      "aggregationTemporality",
      message,
      "AGGREGATION_TEMPORALITY_",
      TEMPORALITIES,
    );
    const stream: MetricStream = {
      name: r.text(json, "name", "Metric"),
      unit: r.text(json, "unit", "Metric"),
      kind,
      temporality: temporalityOf(temporality),
      monotonic: kind === "sum" ? r.flag(data, "isMonotonic", "Sum") : undefined,
      resource,
    };
    for (const point of r.list(data, "dataPoints", message)) {
      readPoint(r, r.object(point, `${message}.dataPoints`), points, rejections, stream, readDistribution);
      if (r.isTurnOver()) yield;
    }
  }
}

function readPoint(
  r: JsonReader,
  json: JsonObject,
  points: MetricPoint[],
  rejections: Rejections,
  stream: MetricStream,
  readDistribution: ((r: JsonReader, json: JsonObject) => HistogramValue) | undefined,
): void {
  r.charge(8);
  const result = pointOf(
    stream,
    r.epochMs(json, "startTimeUnixNano", "DataPoint"),
    r.epochMs(json, "timeUnixNano", "DataPoint"),
    r.integer(json, "flags", "DataPoint") ?? 0,
    readAttributes(r, json, "attributes", "DataPoint", 1),
    readDistribution === undefined
      ? (r.double(json, "asDouble", "DataPoint") ?? r.integer(json, "asInt", "DataPoint"))
      : undefined,
    readDistribution?.(r, json),
  );
  if (typeof result === "string") reject(rejections, result);
  else if (result !== undefined) points.push(result);
}
