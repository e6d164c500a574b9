import type { HistogramValue } from "../../../contracts/telemetry.ts";
import { type ExponentialBuckets, explicitHistogram } from "../explicit-histogram.ts";
import type { JsonObject, JsonReader } from "./json-reader.ts";

/** The distribution of a `HistogramDataPoint`. @throws MalformedOtlp, OversizedOtlp */
export function readHistogram(r: JsonReader, json: JsonObject): HistogramValue {
  const message = "HistogramDataPoint";
  const count = r.count(r.field(json, "count") ?? 0, `${message}.count`);
  const counts = readCounts(r, json, message);
  const bounds = r
    .list(json, "explicitBounds", message)
    .map((bound) => r.doubleOf(bound, `${message}.explicitBounds`));
  r.charge(bounds.length);
  // Senders without buckets leave both lists out: one bucket then holds everything.
  if (counts.length === 0 && bounds.length === 0) counts.push(count);
  return { count, ...extremes(r, json, message), bounds, counts };
}

/** The distribution of an `ExponentialHistogramDataPoint`. @throws MalformedOtlp, OversizedOtlp */
export function readExponential(r: JsonReader, json: JsonObject): HistogramValue {
  const message = "ExponentialHistogramDataPoint";
  const { bounds, counts } = explicitHistogram({
    scale: r.integer(json, "scale", message) ?? 0,
    zeroCount: r.count(r.field(json, "zeroCount") ?? 0, `${message}.zeroCount`),
    zeroThreshold: r.double(json, "zeroThreshold", message) ?? 0,
    positive: readBuckets(r, r.child(json, "positive", message)),
    negative: readBuckets(r, r.child(json, "negative", message)),
  });
  const count = r.count(r.field(json, "count") ?? 0, `${message}.count`);
  return { count, ...extremes(r, json, message), bounds, counts };
}

/** The distribution of a `SummaryDataPoint`: its quantiles 0 and 1 are minimum and maximum. @throws MalformedOtlp */
export function readSummary(r: JsonReader, json: JsonObject): HistogramValue {
  const count = r.count(r.field(json, "count") ?? 0, "SummaryDataPoint.count");
  const sum = r.double(json, "sum", "SummaryDataPoint") ?? 0;
  let min: number | undefined;
  let max: number | undefined;
  for (const entry of r.list(json, "quantileValues", "SummaryDataPoint")) {
    const quantile = r.object(entry, "ValueAtQuantile");
    const at = r.double(quantile, "quantile", "ValueAtQuantile") ?? 0;
    const value = r.double(quantile, "value", "ValueAtQuantile") ?? 0;
    if (at === 0) min = value;
    else if (at === 1) max = value;
  }
  return { count, sum, min, max, bounds: [], counts: [count] };
}

function extremes(
  r: JsonReader,
  json: JsonObject,
  message: string,
): Pick<HistogramValue, "sum" | "min" | "max"> {
  return {
    sum: r.double(json, "sum", message),
    min: r.double(json, "min", message),
    max: r.double(json, "max", message),
  };
}

function readBuckets(r: JsonReader, json: JsonObject | undefined): ExponentialBuckets {
  if (json === undefined) return { offset: 0, counts: [] };
  return { offset: r.integer(json, "offset", "Buckets") ?? 0, counts: readCounts(r, json, "Buckets") };
}

function readCounts(r: JsonReader, json: JsonObject, message: string): number[] {
  const list = r.list(json, "bucketCounts", message);
  r.charge(list.length);
  return list.map((count) => r.count(count, `${message}.bucketCounts`));
}
