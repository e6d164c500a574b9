import type { AttributeValue, MetricPoint } from "../../../contracts/telemetry.ts";
import { AttributeBag } from "../attribute-bag.ts";
import { type MetricStream, pointOf } from "../metric-point.ts";
import { NO_ATTRIBUTES } from "../no-attributes.ts";
import { type Rejections, reject } from "../rejections.ts";
import { readAttribute } from "./key-value.ts";
import { readNumbers } from "./numbers.ts";
import type { WireReader, WireTypes } from "./wire-reader.ts";

const HISTOGRAM: WireTypes = [undefined, undefined, 1, 1, 1, 1, 2, 2, 2, 2, 0, 1, 1];

/** Reads a `HistogramDataPoint` that ends at `end`. @throws MalformedOtlp, OversizedOtlp */
export function readHistogramPoint(
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
  let flags = 0;
  let attributes: Record<string, AttributeValue> | undefined;
  const counts: number[] = [];
  const bounds: number[] = [];
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
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
      case 49:
      case 50:
        readNumbers(r, end, tag === 50, "fixed64", counts);
        break;
      case 57:
      case 58:
        readNumbers(r, end, tag === 58, "double", bounds);
        break;
      case 74:
        attributes ??= new AttributeBag();
        readAttribute(r, r.stop(end), attributes);
        break;
      case 80:
        flags = r.varint32(end);
        break;
      case 89:
        min = r.double(end);
        break;
      case 97:
        max = r.double(end);
        break;
      default:
        r.skip(tag, end, "HistogramDataPoint", HISTOGRAM);
    }
  }
  // Senders without buckets leave both lists out: one bucket then holds everything.
  if (counts.length === 0 && bounds.length === 0) counts.push(count);
  const histogram = { count, sum, min, max, bounds, counts };
  const result = pointOf(stream, startMs, timeMs, flags, attributes ?? NO_ATTRIBUTES, undefined, histogram);
  if (typeof result === "string") reject(rejections, result);
  else if (result !== undefined) points.push(result);
}
