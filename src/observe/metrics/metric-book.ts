import type { MetricPoint, Resource } from "../../contracts/telemetry.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { isWorthKeeping } from "./is-worth-keeping.ts";
import { MetricSeries, STEP_MS, STEPS } from "./metric-series.ts";

const MAX_SERIES = 2_000;
const MAX_SERIES_OF_SERVICE = 80;
/** Of these, so many may be metrics that no convention knows. */
const MAX_OTHER_OF_SERVICE = 30;
const MAX_STREAMS = 8_000;
const MAX_KNOWN_OF_SERVICE = 400;
/** Everything is looked through for what may go, so not with every point. */
const FORGET_MS = 60_000;
const MAX_NAMES = 5_000;
const MAX_ATTRIBUTES = 4;
/** Of an instrument (https://opentelemetry.io/docs/specs/otel/metrics/api/#instrument-name-syntax). */
const MAX_NAME = 255;
const MAX_RAW_NAME = 4_000;
/** Attributes whose values are without end, or that only repeat which process it was. */
const PASSED_OVER =
  /(?:^|[._])(?:id|uid|pid|instance|address|port|url|path|le|quantile|version)$|^(?:net|network|user|client|host|pod|otel)[._]/;

interface ServiceMetrics {
  scope: string;
  environment: string;
  service: string;
  series: Map<string, MetricSeries>;
  /** What points were found to be, by their name and attributes as they came; no series for those that found no place. */
  known: Map<
    string,
    { series: MetricSeries | null; streams: Map<string, { sum: number; count: number; startMs: number }> }
  >;
  others: number;
}

/**
 * Metrics of every service that sends some, bounded in services, series and time. It is what else moved as an
 * operation broke, and nothing is decided by it.
 */
export class MetricBook {
  private readonly names = new Map<string, "known" | "other" | null>();
  private readonly services = new Map<string, ServiceMetrics>();
  /** Cumulative streams whose latest value is kept: each of one series, one process. */
  private streams = 0;
  private total = 0;
  private nextForget = 0;
  /** Series that found no place. */
  refused = 0;
  private last: {
    resource: Resource;
    scope: string;
    metrics: ServiceMetrics | null;
    instance: string;
  } | null = null;

  /**
   * Takes one point. A metric that is not kept costs one look-up by its name.
   *
   * @param scope the credential that it came with: nothing is mixed over that border.
   * @param now epoch milliseconds; what claims to be later is a clock that runs ahead.
   */
  add(point: MetricPoint, scope: string, now: number): void {
    if (point.name.length > MAX_NAME) return;
    let worth = this.names.get(point.name);
    if (worth === undefined) {
      worth = isWorthKeeping(point.name);
      if (this.names.size >= MAX_NAMES) this.names.clear();
      this.names.set(point.name, worth);
    }
    if (worth === null || point.kind === "summary") return;
    if (this.last?.resource !== point.resource || this.last.scope !== scope) {
      this.last = { resource: point.resource, scope, ...this.metricsOf(point.resource, scope) };
    }
    const { metrics, instance } = this.last;
    if (!metrics) return;
    const raw = rawName(point);
    if (raw.length > MAX_RAW_NAME) return;
    let known = metrics.known.get(raw);
    if (!known) {
      known = { series: this.seriesOf(metrics, point, worth, now), streams: new Map() };
      if (metrics.known.size >= MAX_KNOWN_OF_SERVICE) this.forgetKnown(metrics);
      metrics.known.set(raw, known);
    }
    const { series, streams } = known;
    if (!series) {
      this.refused++;
      return;
    }
    const atMs = Math.min(point.timeMs, now);
    if (!Number.isFinite(atMs) || atMs < now - STEPS * STEP_MS) return;
    const is =
      point.kind === "histogram"
        ? { sum: point.histogram?.sum ?? Number.NaN, count: point.histogram?.count ?? 0 }
        : { sum: point.value ?? Number.NaN, count: 1 };
    if (!Number.isFinite(is.sum) || !Number.isFinite(is.count)) return;
    if (point.temporality !== "cumulative" || series.kind === "level") {
      if (is.count > 0) series.add(atMs, is.sum, is.count);
      return;
    }
    const was = streams.get(instance);
    if (!was && this.streams >= MAX_STREAMS) return;
    if (!was) this.streams++;
    streams.set(instance, { ...is, startMs: point.startMs ?? 0 });
    if (!was) return;
    // A counter that fell, or says that it began anew, was reset: it starts from nought.
    const reset = is.sum < was.sum || is.count < was.count || (point.startMs ?? 0) > was.startMs;
    const sum = reset ? is.sum : is.sum - was.sum;
    const count = point.kind === "histogram" ? (reset ? is.count : is.count - was.count) : 1;
    if (count > 0) series.add(atMs, sum, count);
  }

  /** Series of the services that share a credential with these, by service. */
  of(scopes: ReadonlySet<string>, environment: string): Map<string, MetricSeries[]> {
    const found = new Map<string, MetricSeries[]>();
    for (const one of this.services.values()) {
      if (!scopes.has(one.scope)) continue;
      if (one.environment !== "" && one.environment !== environment.toLowerCase()) continue;
      found.set(one.service, [...(found.get(one.service) ?? []), ...one.series.values()]);
    }
    return found;
  }

  /** Series of one service, of all credentials that it comes with. */
  ofService(service: string, scopes: ReadonlySet<string>, environment: string): MetricSeries[] {
    const found: MetricSeries[] = [];
    for (const scope of scopes) {
      for (const where of new Set([environment.toLowerCase(), ""])) {
        const metrics = this.services.get(`${scope}\0${where}\0${service}`);
        if (metrics) found.push(...metrics.series.values());
      }
    }
    return found;
  }

  get size(): number {
    return this.total;
  }

  private metricsOf(resource: Resource, scope: string): { metrics: ServiceMetrics | null; instance: string } {
    const service = sanitise(serviceOf(resource), 200);
    const environment = (resource.environment ?? "").toLowerCase();
    const key = `${scope}\0${environment}\0${service}`;
    let metrics = this.services.get(key) ?? null;
    if (!metrics && this.services.size < MAX_SERIES) {
      metrics = { scope, environment, service, series: new Map(), known: new Map(), others: 0 };
      this.services.set(key, metrics);
    }
    return { metrics, instance: resource.instance ?? "" };
  }

  private seriesOf(
    metrics: ServiceMetrics,
    point: MetricPoint,
    worth: "known" | "other",
    now: number,
  ): MetricSeries | null {
    const attributes = fewAttributes(point);
    const key = `${point.name}\0${attributes.map(([name, value]) => `${name}=${value}`).join("\0")}`;
    const there = metrics.series.get(key);
    if (there) return there;
    const full =
      metrics.series.size >= MAX_SERIES_OF_SERVICE ||
      (worth === "other" && metrics.others >= MAX_OTHER_OF_SERVICE);
    if (full || (this.total >= MAX_SERIES && !this.forget(now))) return null;
    const kind =
      point.kind === "histogram" ? "mean" : point.kind === "sum" && point.monotonic ? "rate" : "level";
    const unit = sanitise(point.unit, 40);
    const series = new MetricSeries({
      name: sanitise(point.name, 200),
      unit: kind === "rate" ? `${unit === "1" ? "" : unit}/s` : unit,
      kind,
      attributes: Object.fromEntries(attributes),
    });
    metrics.series.set(key, series);
    // It may have been forgotten a moment ago for having none.
    this.services.set(`${metrics.scope}\0${metrics.environment}\0${metrics.service}`, metrics);
    if (worth === "other") metrics.others++;
    this.total++;
    return series;
  }

  private forgetKnown(metrics: ServiceMetrics): void {
    for (const { streams } of metrics.known.values()) this.streams -= streams.size;
    metrics.known.clear();
  }

  /** Gives up series that nothing was heard of for half an hour; whether there were any. */
  private forget(now: number): boolean {
    if (now < this.nextForget) return false;
    this.nextForget = now + FORGET_MS;
    const before = this.total;
    for (const [name, metrics] of this.services) {
      for (const [key, series] of metrics.series) {
        if (series.lastMs > now - STEPS * STEP_MS) continue;
        metrics.series.delete(key);
        this.total--;
        if (isWorthKeeping(series.name) === "other") metrics.others--;
        this.forgetKnown(metrics);
      }
      if (metrics.series.size === 0) this.services.delete(name);
    }
    return this.total < before;
  }
}

/** The point's identity without any work on it: its name and its short attributes as they came. */
function rawName({ name, attributes }: MetricPoint): string {
  let raw = name;
  for (const key in attributes) {
    const value = attributes[key];
    if (typeof value === "string" && value.length <= 60) raw += `\0${key}\0${value}`;
  }
  return raw;
}

/** Agents beside a process often know its container and not its `service.name`. */
function serviceOf({ service, attributes }: Resource): string {
  if (!service.startsWith("unknown_service")) return service;
  for (const key of ["k8s.deployment.name", "k8s.statefulset.name", "k8s.container.name", "container.name"]) {
    const value = attributes[key];
    if (typeof value === "string" && value !== "") return value;
  }
  return service;
}

function fewAttributes({ attributes }: MetricPoint): [string, string][] {
  const few: [string, string][] = [];
  for (const key in attributes) {
    const value = attributes[key];
    if (typeof value !== "string" || value === "" || value.length > 60) continue;
    if (few.length >= MAX_ATTRIBUTES || key.length > 60 || PASSED_OVER.test(key)) continue;
    few.push([sanitise(key, 60), sanitise(value, 60)]);
  }
  return few.sort((a, b) => (a[0] < b[0] ? -1 : 1));
}
