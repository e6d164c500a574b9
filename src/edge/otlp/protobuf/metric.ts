import type { MetricPoint, Resource } from "../../../contracts/telemetry.ts";
import type { MetricStream } from "../metric-point.ts";
import type { Rejections } from "../rejections.ts";
import { temporalityOf } from "../temporality.ts";
import { readExponentialPoint } from "./exponential-point.ts";
import { readHistogramPoint } from "./histogram-point.ts";
import { readNumberPoint } from "./number-point.ts";
import { readSummaryPoint } from "./summary-point.ts";
import type { WireReader, WireTypes } from "./wire-reader.ts";

const METRIC: WireTypes = [undefined, 2, 2, 2, undefined, 2, undefined, 2, undefined, 2, 2, 2, 2];
const GAUGE: WireTypes = [undefined, 2];
const SUM: WireTypes = [undefined, 2, 0, 0];
const HISTOGRAM: WireTypes = [undefined, 2, 0];

type ReadPoint = typeof readNumberPoint;

/** Reads a `Metric` that ends at `end`: its points go into `points`. @throws MalformedOtlp, OversizedOtlp */
export function readMetric(
  r: WireReader,
  end: number,
  points: MetricPoint[],
  rejections: Rejections,
  resource: Resource,
): void {
  const first = points.length;
  const stream: MetricStream = {
    name: "",
    unit: "",
    kind: "gauge",
    temporality: undefined,
    monotonic: undefined,
    resource,
  };
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10:
        stream.name = r.sharedText(end);
        break;
      case 26:
        stream.unit = r.sharedText(end);
        break;
      case 42:
        stream.kind = "gauge";
        readPoints(r, r.stop(end), points, rejections, stream, readNumberPoint, "Gauge", GAUGE);
        break;
      case 58:
        stream.kind = "sum";
        stream.monotonic = false;
        readPoints(r, r.stop(end), points, rejections, stream, readNumberPoint, "Sum", SUM);
        break;
      case 74:
        stream.kind = "histogram";
        readPoints(r, r.stop(end), points, rejections, stream, readHistogramPoint, "Histogram", HISTOGRAM);
        break;
      case 82:
        stream.kind = "histogram";
        readPoints(
          r,
          r.stop(end),
          points,
          rejections,
          stream,
          readExponentialPoint,
          "ExponentialHistogram",
          HISTOGRAM,
        );
        break;
      case 90:
        stream.kind = "summary";
        readPoints(r, r.stop(end), points, rejections, stream, readSummaryPoint, "Summary", GAUGE);
        break;
      default:
        r.skip(tag, end, "Metric", METRIC);
    }
  }
  // Temporality follows the points on the wire, and name and unit may.
  for (let at = first; at < points.length; at++) {
    const point = points[at] as MetricPoint;
    point.name = stream.name;
    point.unit = stream.unit;
    point.temporality = stream.temporality;
    point.monotonic = stream.monotonic;
  }
}

function readPoints(
  r: WireReader,
  end: number,
  points: MetricPoint[],
  rejections: Rejections,
  stream: MetricStream,
  readPoint: ReadPoint,
  message: string,
  known: WireTypes,
): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) readPoint(r, r.stop(end), points, rejections, stream);
    else if (tag === 16 && known.length > 2) stream.temporality = temporalityOf(r.varint32(end));
    else if (tag === 24 && known.length > 3) stream.monotonic = (r.varint32(end) | r.high) !== 0;
    else r.skip(tag, end, message, known);
  }
}
