import type { AttributeValue, MetricPoint } from "../../../contracts/telemetry.ts";
import { AttributeBag } from "../attribute-bag.ts";
import { type MetricStream, pointOf } from "../metric-point.ts";
import { NO_ATTRIBUTES } from "../no-attributes.ts";
import { type Rejections, reject } from "../rejections.ts";
import { readAttribute } from "./key-value.ts";
import type { WireReader, WireTypes } from "./wire-reader.ts";

const NUMBER: WireTypes = [undefined, undefined, 1, 1, 1, 2, 1, 2, 0];

/** Reads a `NumberDataPoint` that ends at `end`. @throws MalformedOtlp */
export function readNumberPoint(
  r: WireReader,
  end: number,
  points: MetricPoint[],
  rejections: Rejections,
  stream: MetricStream,
): void {
  r.charge(8);
  let startMs = 0;
  let timeMs = 0;
  let value: number | undefined;
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
        value = r.double(end);
        break;
      case 49:
        value = r.sfixed64(end);
        break;
      case 58:
        attributes ??= new AttributeBag();
        readAttribute(r, r.stop(end), attributes);
        break;
      case 64:
        flags = r.varint32(end);
        break;
      default:
        r.skip(tag, end, "NumberDataPoint", NUMBER);
    }
  }
  const result = pointOf(stream, startMs, timeMs, flags, attributes ?? NO_ATTRIBUTES, value, undefined);
  if (typeof result === "string") reject(rejections, result);
  else if (result !== undefined) points.push(result);
}
