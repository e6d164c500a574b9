import type { Attributes, MetricPoint, Resource } from "../../contracts/telemetry.ts";
import { attributeNumber } from "../attribute-number.ts";
import { attributeText } from "../attribute-text.ts";
import { isFailure } from "../is-failure.ts";
import { operationOf } from "../operation-of.ts";

/** Which instrument counted; where several count the same requests, the first of these is believed. */
export const SOURCES = [
  "http",
  "http-old",
  "rpc",
  "rpc-old",
  "messaging",
  "span-durations",
  "span-calls",
] as const;
export type Source = (typeof SOURCES)[number];

/** One data point of a metric that counts the requests of one operation, those with one outcome. */
export interface RequestPoint {
  source: Source;
  /** As the spans of the same requests are called. */
  operation: string;
  failed: boolean;
  /** Who served; not who sends, where a Collector made the metric of other services' spans. */
  resource: Resource;
  /** Milliseconds in one unit of the histogram. */
  unitMs: number;
}

interface Instrument {
  source: Source;
  kind: "histogram" | "sum";
  /** Of histograms: the unit where the metric itself names none. */
  unit?: "s" | "ms";
}

/**
 * Instruments that count every request that a service was asked for. Spellings of semantic conventions 1.44 and before, and
 * those of the spanmetrics connector and the processor before it (`latency`, `calls`), whose namespace is a setting.
 */
const INSTRUMENTS: Readonly<Record<string, Instrument>> = {
  "http.server.request.duration": { source: "http", kind: "histogram", unit: "s" },
  "http.server.duration": { source: "http-old", kind: "histogram", unit: "ms" },
  "rpc.server.call.duration": { source: "rpc", kind: "histogram", unit: "s" },
  "rpc.server.duration": { source: "rpc-old", kind: "histogram", unit: "ms" },
  "messaging.process.duration": { source: "messaging", kind: "histogram", unit: "s" },
};
const SPAN_METRIC = /(?:^|\.)(calls|duration|latency)$/;
const UNITS: Readonly<Record<string, number>> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };
const SPAN_KINDS = /^(?:SPAN_KIND_)?(SERVER|CONSUMER)$/i;
const STATUS_ERROR = /^(?:STATUS_CODE_)?ERROR$/i;

/** The point as requests that were served; null where it counts something else. */
export function requestPoint(point: MetricPoint): RequestPoint | null {
  const instrument = Object.hasOwn(INSTRUMENTS, point.name)
    ? (INSTRUMENTS[point.name] as Instrument)
    : spanMetric(point);
  if (!instrument || instrument.kind !== point.kind) return null;
  const isSpans = instrument.source === "span-durations" || instrument.source === "span-calls";
  const { attributes } = point;
  return {
    source: instrument.source,
    operation: operationOf({ name: isSpans ? String(attributes["span.name"]) : "", attributes }),
    failed: isSpans ? spansFailed(attributes) : isFailure({ kind: "server", status: "unset", attributes }),
    resource: isSpans ? resourceOf(point) : point.resource,
    unitMs: UNITS[point.unit] ?? (instrument.unit === "s" ? 1000 : 1),
  };
}

/** Spans of a service that names no kinds are none of it: which of them begin a request is not in the metric. */
function spanMetric({ name, kind, attributes }: MetricPoint): Instrument | null {
  const what = SPAN_METRIC.exec(name)?.[1];
  if (what === undefined) return null;
  const of = Object.hasOwn(attributes, "span.kind") ? attributes["span.kind"] : undefined;
  if (typeof of !== "string" || !SPAN_KINDS.test(of)) return null;
  if (attributeText(attributes, "span.name") === undefined) return null;
  if (what === "calls") return kind === "sum" ? { source: "span-calls", kind: "sum" } : null;
  return { source: "span-durations", kind: "histogram", unit: "ms" };
}

function spansFailed(attributes: Attributes): boolean {
  const status = attributeText(attributes, "status.code", "otel.status_code", "status_code");
  const said = status !== undefined && STATUS_ERROR.test(status);
  const code = attributeNumber(attributes, "http.response.status_code", "http.status_code");
  return isFailure({
    kind: "server",
    status: said ? "error" : "unset",
    // The status is all that the connector knows, unless more dimensions were asked for.
    attributes: code === undefined ? {} : { "http.status_code": code },
  });
}

function resourceOf({ resource, attributes }: MetricPoint): Resource {
  const service = attributeText(attributes, "service.name");
  const own = service === undefined || service === resource.service;
  const environment = attributeText(attributes, "deployment.environment.name", "deployment.environment");
  const version = attributeText(attributes, "service.version");
  const revision = attributeText(attributes, "vcs.ref.head.revision");
  if (own && environment === undefined && version === undefined && revision === undefined) return resource;
  // What the Collector says of itself is not said of the service.
  const of: Resource = own ? { ...resource } : { service: service as string, attributes: {} };
  const instance = attributeText(attributes, "service.instance.id");
  if (instance !== undefined) of.instance = instance;
  if (environment !== undefined) of.environment = environment;
  if (version !== undefined) of.version = version;
  if (revision !== undefined) of.revision = revision;
  return of;
}
