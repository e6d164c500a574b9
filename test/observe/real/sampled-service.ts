import type { Anomaly } from "../../../src/contracts/anomaly.ts";
import type { Attributes, MetricPoint, Resource, Span } from "../../../src/contracts/telemetry.ts";
import { createScout, type Scout } from "../../../src/observe/scout.ts";
import type { Claim } from "../../../src/observe/service-book.ts";
import { seeded } from "../shop-world.ts";

export const START = Date.parse("2026-03-02T09:00:00.000Z");
export const REPOSITORY = "fernhill/shop";
const TICK_MS = 250;
const EXPORT_MS = 1_000;
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

export interface Pod {
  revision: string;
  instance: string;
  share: number;
  startMs: number;
}

export interface Options {
  seed?: number;
  /** Requests a second. */
  rate?: number;
  failing?: (pod: Pod, atMs: number) => number;
  durationMs?: (pod: Pod, atMs: number, random: () => number) => number;
  /** Share of the traces that are kept, by how they ended, and what the spans say about it. */
  spans?: { good: number; failed: number; says?: "threshold" | "rate" | "policy" };
  spanLagMs?: number;
  metrics?: {
    name: string;
    unit: "s" | "ms";
    everyMs: number;
    temporality: "delta" | "cumulative";
    lagMs?: number;
    /** Of the spanmetrics connector: no revision, no instance, everything in attributes. */
    bySpans?: boolean;
    /** Begins and ends. */
    between?: [fromMs: number, toMs: number];
  };
  claim?: Partial<Claim>;
  route?: string;
  name?: string;
  attributes?: Attributes;
}

interface Counted {
  attributes: Attributes;
  pod: Pod;
  counts: number[];
  sum: number;
}

/** One service on a virtual clock whose telemetry is sampled, or is metrics, as the options say. */
export class SampledService {
  now = START;
  readonly scout: Scout;
  readonly anomalies: Anomaly[] = [];
  options: Options;
  pods: Pod[] = [{ revision: "a".repeat(40), instance: "pod-first", share: 1, startMs: START }];
  served = 0;
  private readonly random: () => number;
  private readonly wire: { at: number; spans: Span[]; points: MetricPoint[] }[] = [];
  private readonly resources = new Map<string, Resource>();
  private spans: Span[] = [];
  private counted = new Map<string, Counted>();
  private lastMetrics = START;
  private nextArrival = START;

  constructor(options: Options = {}) {
    this.options = options;
    this.random = seeded(options.seed ?? 1);
    this.scout = this.newScout();
  }

  newScout(): Scout {
    return createScout({
      now: () => this.now,
      claim: (service, repositories) =>
        service === "quotes" && repositories.includes(REPOSITORY)
          ? {
              repository: REPOSITORY,
              environmentFilter: "production",
              slo: { availability: 0.995, latency: { p95: 400 } },
              ...this.options.claim,
            }
          : null,
    });
  }

  /** Runs for so many virtual seconds; stops early once `until` holds. Returns the seconds that passed. */
  run(seconds: number, until?: () => boolean, scout: Scout = this.scout): number {
    const began = this.now;
    while (this.now < began + seconds * 1000) {
      this.now += TICK_MS;
      for (
        ;
        this.nextArrival <= this.now;
        this.nextArrival += (-Math.log(1 - this.random()) / (this.options.rate ?? 50)) * 1000
      ) {
        this.request(this.nextArrival);
      }
      if (this.now % EXPORT_MS === 0) this.sendSpans();
      const metrics = this.options.metrics;
      if (metrics && this.now % metrics.everyMs === 0) this.sendMetrics(metrics);
      this.deliver(scout);
      this.anomalies.push(...scout.tick());
      if (until?.()) break;
    }
    return (this.now - began) / 1000;
  }

  private request(at: number): void {
    const draw = this.random();
    const sums = this.pods.map((_, n) => this.pods.slice(0, n + 1).reduce((sum, one) => sum + one.share, 0));
    const pod = this.pods[sums.findIndex((sum) => sum > draw)] ?? (this.pods[0] as Pod);
    const failed = this.random() < (this.options.failing?.(pod, at) ?? 0.001);
    const took = this.options.durationMs?.(pod, at, this.random) ?? 20 + 60 * this.random() ** 2;
    this.served++;
    const route = this.options.route ?? "/quotes/{id}";
    const attributes: Attributes = {
      "http.request.method": "GET",
      "http.route": route,
      "http.response.status_code": failed ? 500 : 200,
      ...(failed ? { "error.type": "java.lang.IllegalStateException" } : {}),
    };
    this.count(pod, failed, attributes, took);
    const kept = this.options.spans;
    const share = kept ? (failed ? kept.failed : kept.good) : 1;
    if (this.random() >= share) return;
    this.spans.push({
      traceId: hex(this.random, 32),
      spanId: hex(this.random, 16),
      ...(kept?.says === "threshold" ? { traceState: `ot=th:${threshold(share)}` } : {}),
      name: this.options.name ?? `GET ${route}`,
      kind: "server",
      startMs: at,
      endMs: at + took,
      status: failed ? "error" : "unset",
      attributes: {
        ...attributes,
        ...this.options.attributes,
        ...(kept?.says === "rate" ? { SampleRate: Math.round(1 / share) } : {}),
      },
      events: [],
      resource: this.resource(pod),
      // The Collector's tail sampler with `recordpolicy` writes on the scope.
      ...(kept?.says === "policy"
        ? { scopeAttributes: { "tailsampling.policy": failed ? "errors" : "some" } }
        : {}),
    });
  }

  private count(pod: Pod, failed: boolean, of: Attributes, took: number): void {
    const bySpans = this.options.metrics?.bySpans;
    const attributes: Attributes = bySpans
      ? {
          "service.name": "quotes",
          "span.name": this.options.name ?? `GET ${this.options.route ?? "/quotes/{id}"}`,
          "span.kind": "SPAN_KIND_SERVER",
          "status.code": failed ? "STATUS_CODE_ERROR" : "STATUS_CODE_UNSET",
        }
      : of;
    const key = `${bySpans ? "" : pod.instance}|${failed}`;
    let counted = this.counted.get(key);
    if (!counted) {
      counted = { attributes, pod, counts: new Array(BOUNDS.length + 1).fill(0), sum: 0 };
      this.counted.set(key, counted);
    }
    const at = BOUNDS.findIndex((bound) => took / 1000 <= bound);
    counted.counts[at < 0 ? BOUNDS.length : at] = (counted.counts[at < 0 ? BOUNDS.length : at] ?? 0) + 1;
    counted.sum += took / 1000;
  }

  private sendSpans(): void {
    const ready = this.spans.filter((span) => span.endMs <= this.now);
    this.spans = this.spans.filter((span) => span.endMs > this.now);
    if (ready.length > 0) {
      this.wire.push({ at: this.now + (this.options.spanLagMs ?? 30), spans: ready, points: [] });
    }
  }

  private sendMetrics(metrics: NonNullable<Options["metrics"]>): void {
    const scale = metrics.unit === "s" ? 1 : 1000;
    const points = [...this.counted.values()].map(
      ({ attributes, pod, counts, sum }): MetricPoint => ({
        name: metrics.name,
        unit: metrics.unit,
        kind: "histogram",
        temporality: metrics.temporality,
        startMs: metrics.temporality === "delta" ? this.lastMetrics : metrics.bySpans ? START : pod.startMs,
        timeMs: this.now,
        attributes,
        histogram: {
          count: counts.reduce((a, b) => a + b, 0),
          sum: sum * scale,
          bounds: BOUNDS.map((bound) => bound * scale),
          counts: [...counts],
        },
        resource: metrics.bySpans ? { service: "otelcol-contrib", attributes: {} } : this.resource(pod),
      }),
    );
    if (metrics.temporality === "delta") this.counted.clear();
    this.lastMetrics = this.now;
    const [from, to] = metrics.between ?? [0, Number.POSITIVE_INFINITY];
    if (this.now < from || this.now > to) return;
    this.wire.push({ at: this.now + (metrics.lagMs ?? 200), spans: [], points });
  }

  private deliver(scout: Scout): void {
    this.wire.sort((a, b) => a.at - b.at);
    while (this.wire[0] && this.wire[0].at <= this.now) {
      const { spans, points } = this.wire.shift() as (typeof this.wire)[number];
      const receivedAt = new Date(this.now).toISOString();
      scout.ingest({
        kind: "telemetry",
        repositories: [REPOSITORY],
        receivedAt,
        telemetry: { spans, points, logs: [] },
      });
    }
  }

  resource(pod: Pod): Resource {
    let resource = this.resources.get(pod.instance);
    if (!resource) {
      resource = {
        service: "quotes",
        environment: "production",
        revision: pod.revision,
        instance: pod.instance,
        attributes: {},
      };
      this.resources.set(pod.instance, resource);
    }
    return resource;
  }
}

/** Of 56 bits as 14 digits, without trailing zeros. */
function threshold(share: number): string {
  const digits = Math.round((1 - share) * 2 ** 48)
    .toString(16)
    .padStart(12, "0");
  return digits.replace(/0+$/, "") || "0";
}

function hex(random: () => number, digits: number): string {
  let text = "";
  while (text.length < digits) {
    text += Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  }
  return text.slice(0, digits);
}
