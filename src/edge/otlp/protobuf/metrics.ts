import type { MetricPoint } from "../../../contracts/telemetry.ts";
import type { Decoded } from "../decoded.ts";
import { decodeWhole, TURN_BYTES } from "../in-turns.ts";
import type { Rejections } from "../rejections.ts";
import { unknownResource } from "../resource.ts";
import { readMetric } from "./metric.ts";
import { readResource } from "./resource.ts";
import { readScope } from "./scope.ts";
import { WireReader, type WireTypes } from "./wire-reader.ts";

const REQUEST: WireTypes = [undefined, 2];
const RESOURCE_METRICS: WireTypes = [undefined, 2, 2, 2];
const SCOPE_METRICS: WireTypes = [undefined, 2, 2, 2];

/**
 * Decodes an `ExportMetricsServiceRequest`
 * (https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto).
 * Exemplars, descriptions and metadata are stepped over.
 * @throws MalformedOtlp, OversizedOtlp
 */
export function decodeMetrics(bytes: Buffer): Decoded {
  return decodeWhole(decodeMetricsInParts(bytes));
}

/** As `decodeMetrics`, and stops now and then on the way. */
export function* decodeMetricsInParts(bytes: Buffer): Generator<void, Decoded> {
  const r = new WireReader(bytes);
  const end = bytes.length;
  const turn = { end: TURN_BYTES };
  const points: MetricPoint[] = [];
  const rejections: Rejections = { count: 0, reason: undefined };
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) yield* readResourceMetrics(r, r.stop(end), points, rejections, turn);
    else r.skip(tag, end, "ExportMetricsServiceRequest", REQUEST);
  }
  return {
    telemetry: { spans: [], points, logs: [] },
    rejected: rejections.count,
    reason: rejections.reason,
  };
}

function* readResourceMetrics(
  r: WireReader,
  end: number,
  points: MetricPoint[],
  rejections: Rejections,
  turn: { end: number },
): Generator<void, void> {
  let resource = unknownResource();
  const first = points.length;
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 18) {
      const stop = r.stop(end);
      while (r.pos < stop) {
        const field = r.tag(stop);
        if (field === 18) readMetric(r, r.stop(stop), points, rejections, resource);
        else if (field === 10) readScope(r, r.stop(stop));
        else r.skip(field, stop, "ScopeMetrics", SCOPE_METRICS);
        if (r.pos > turn.end) {
          turn.end = r.pos + TURN_BYTES;
          yield;
        }
      }
    } else if (tag === 10) {
      // What came before, in whichever order it stands, is of this resource too.
      resource = readResource(r, r.stop(end));
      for (let at = first; at < points.length; at++) (points[at] as MetricPoint).resource = resource;
    } else r.skip(tag, end, "ResourceMetrics", RESOURCE_METRICS);
  }
}
