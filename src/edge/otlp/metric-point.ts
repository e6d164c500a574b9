import type { Attributes, HistogramValue, MetricPoint, Resource } from "../../contracts/telemetry.ts";
import { histogramFault } from "./histogram-fault.ts";

/** What the points of one metric have in common. Parts of it may come after them on the wire. */
export interface MetricStream {
  name: string;
  unit: string;
  kind: MetricPoint["kind"];
  temporality: MetricPoint["temporality"];
  monotonic: boolean | undefined;
  resource: Resource;
}

/** `DataPointFlags.NO_RECORDED_VALUE_MASK`: the series has ended, and the point carries no value. */
const NO_RECORDED_VALUE = 1;

/**
 * The data point; or undefined where it only says that its series has ended; or the reason why it is
 * invalid.
 */
export function pointOf(
  stream: MetricStream,
  startMs: number,
  timeMs: number,
  flags: number,
  attributes: Attributes,
  value: number | undefined,
  histogram: HistogramValue | undefined,
): MetricPoint | string | undefined {
  if ((flags & NO_RECORDED_VALUE) !== 0) return undefined;
  if (timeMs === 0) return "a data point has no time";
  if (histogram === undefined) {
    if (value === undefined) return "a data point has no value";
    if (!Number.isFinite(value)) return "a data point's value is no finite number";
  } else {
    const fault = histogramFault(histogram);
    if (fault !== undefined) return fault;
  }
  return {
    name: stream.name,
    unit: stream.unit,
    kind: stream.kind,
    temporality: stream.temporality,
    monotonic: stream.monotonic,
    startMs: startMs === 0 ? undefined : startMs,
    timeMs,
    attributes,
    value,
    histogram,
    resource: stream.resource,
  };
}
