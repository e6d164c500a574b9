import type { AttributeValue, MetricPoint } from "../../../contracts/telemetry.ts";
import { AttributeBag } from "../attribute-bag.ts";
import { type MetricStream, pointOf } from "../metric-point.ts";
import { NO_ATTRIBUTES } from "../no-attributes.ts";
import { type Rejections, reject } from "../rejections.ts";
import { readAttribute } from "./key-value.ts";
import type { WireReader, WireTypes } from "./wire-reader.ts";

const SUMMARY: WireTypes = [undefined, undefined, 1, 1, 1, 1, 2, 2, 0];
const QUANTILE: WireTypes = [undefined, 1, 1];

/**
 * Reads a `SummaryDataPoint` that ends at `end`. Count and sum are kept, and the quantiles 0 and 1 as
 * minimum and maximum; the others cannot be aggregated and are dropped. @throws MalformedOtlp
 */
export function readSummaryPoint(
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
  let sum = 0;
  let min: number | undefined;
  let max: number | undefined;
  let flags = 0;
  let attributes: Record<string, AttributeValue> | undefined;
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
      case 50: {
        const stop = r.stop(end);
        let quantile = 0;
        let value = 0;
        while (r.pos < stop) {
          const field = r.tag(stop);
          if (field === 9) quantile = r.double(stop);
          else if (field === 17) value = r.double(stop);
          else r.skip(field, stop, "SummaryDataPoint.ValueAtQuantile", QUANTILE);
        }
        if (quantile === 0) min = value;
        else if (quantile === 1) max = value;
        break;
      }
      case 58:
        attributes ??= new AttributeBag();
        readAttribute(r, r.stop(end), attributes);
        break;
      case 64:
        flags = r.varint32(end);
        break;
      default:
        r.skip(tag, end, "SummaryDataPoint", SUMMARY);
    }
  }
  const histogram = { count, sum, min, max, bounds: [], counts: [count] };
  const result = pointOf(stream, startMs, timeMs, flags, attributes ?? NO_ATTRIBUTES, undefined, histogram);
  if (typeof result === "string") reject(rejections, result);
  else if (result !== undefined) points.push(result);
}
