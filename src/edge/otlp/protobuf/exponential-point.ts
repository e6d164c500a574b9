import type { AttributeValue, MetricPoint } from "../../../contracts/telemetry.ts";
import { AttributeBag } from "../attribute-bag.ts";
import { type ExponentialBuckets, explicitHistogram } from "../explicit-histogram.ts";
import { type MetricStream, pointOf } from "../metric-point.ts";
import { NO_ATTRIBUTES } from "../no-attributes.ts";
import { type Rejections, reject } from "../rejections.ts";
import { readAttribute } from "./key-value.ts";
import type { WireReader, WireTypes } from "./wire-reader.ts";

const EXPONENTIAL: WireTypes = [undefined, 2, 1, 1, 1, 1, 0, 1, 2, 2, 0, 2, 1, 1, 1];
const BUCKETS: WireTypes = [undefined, 0, 2];
const NO_BUCKETS: ExponentialBuckets = { offset: 0, counts: [] };

/** Reads an `ExponentialHistogramDataPoint` that ends at `end`. @throws MalformedOtlp, OversizedOtlp */
export function readExponentialPoint(
  r: WireReader,
  end: number,
  points: MetricPoint[],
  rejections: Rejections,
  stream: MetricStream,
): void {
  r.charge(8);
  let startMs = 0;
  let timeMs = 0;
  let count = 0;
  let sum: number | undefined;
  let min: number | undefined;
  let max: number | undefined;
  let scale = 0;
  let zeroCount = 0;
  let zeroThreshold = 0;
  let positive = NO_BUCKETS;
  let negative = NO_BUCKETS;
  let flags = 0;
  let attributes: Record<string, AttributeValue> | undefined;
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10:
        attributes ??= new AttributeBag();
        readAttribute(r, r.stop(end), attributes);
        break;
      case 17:
        startMs = r.epochMs(end);
        break;
      case 25:
        timeMs = r.epochMs(end);
        break;
      case 33:
        count = r.fixed64(end);
        break;
      case 41:
        sum = r.double(end);
        break;
      case 48:
        scale = r.sint32(end);
        break;
      case 57:
        zeroCount = r.fixed64(end);
        break;
      case 66:
        positive = readBuckets(r, r.stop(end));
        break;
      case 74:
        negative = readBuckets(r, r.stop(end));
        break;
      case 80:
        flags = r.varint32(end);
        break;
      case 97:
        min = r.double(end);
        break;
      case 105:
        max = r.double(end);
        break;
      case 113:
        zeroThreshold = r.double(end);
        break;
      default:
        r.skip(tag, end, "ExponentialHistogramDataPoint", EXPONENTIAL);
    }
  }
  const buckets = explicitHistogram({ scale, zeroCount, zeroThreshold, positive, negative });
  const histogram = { count, sum, min, max, bounds: buckets.bounds, counts: buckets.counts };
  const result = pointOf(stream, startMs, timeMs, flags, attributes ?? NO_ATTRIBUTES, undefined, histogram);
  if (typeof result === "string") reject(rejections, result);
  else if (result !== undefined) points.push(result);
}

function readBuckets(r: WireReader, end: number): ExponentialBuckets {
  let offset = 0;
  const counts: number[] = [];
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 8) offset = r.sint32(end);
    else if (tag === 16) {
      r.charge(1);
      counts.push(r.uint64(end));
    } else if (tag === 18) {
      const stop = r.stop(end);
      r.charge(stop - r.pos);
      while (r.pos < stop) counts.push(r.uint64(stop));
    } else r.skip(tag, end, "ExponentialHistogramDataPoint.Buckets", BUCKETS);
  }
  return { offset, counts };
}
