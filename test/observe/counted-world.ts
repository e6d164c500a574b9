import type { Anomaly } from "../../src/contracts/anomaly.ts";
import type { Slo } from "../../src/contracts/policy.ts";
import type { MetricPoint, Resource, Span, Telemetry } from "../../src/contracts/telemetry.ts";
import { createScout, type Scout } from "../../src/observe/scout.ts";
import { REPOSITORY, START, seeded } from "./shop-world.ts";

type Share = number | ((second: number) => number);

export interface Serving {
  /** Requests a second. */
  rate: Share;
  errors?: Share;
  /** Share of requests that take two seconds in place of some 40 ms. */
  slow?: Share;
  /** Services that call this one with each of its requests, as one trace. */
  calledBy?: string;
}

/**
 * Services under traffic over hours and weeks of a virtual clock, one entry span a request and nothing else, delivered
 * once a `step`; Scout looks as often.
 */
export class CountedWorld {
  now: number;
  readonly scout: Scout;
  readonly anomalies: Anomaly[] = [];
  /** Services whose telemetry does not arrive. */
  readonly cut = new Set<string>();
  /** Metrics that each delivery brings along. */
  metrics: (second: number) => readonly Omit<MetricPoint, "timeMs">[] = () => [];
  private readonly serving = new Map<string, Serving>();
  private readonly random: () => number;
  private readonly resources = new Map<string, Resource>();
  private readonly step: number;
  private ids = 0;

  constructor(options: {
    slo: Slo;
    seed?: number;
    sampling?: "auto" | "none";
    step?: number;
    start?: number;
  }) {
    this.now = options.start ?? START;
    this.step = options.step ?? 5;
    this.random = seeded(options.seed ?? 1);
    this.scout = createScout({
      now: () => this.now,
      claim: (_service, repositories) =>
        repositories.includes(REPOSITORY)
          ? {
              repository: REPOSITORY,
              environmentFilter: "production",
              slo: options.slo,
              telemetry: { sampling: options.sampling ?? "none" },
            }
          : null,
    });
  }

  serve(service: string, serving: Serving | null): void {
    if (serving) this.serving.set(service, serving);
    else this.serving.delete(service);
  }

  resource(service: string): Resource {
    let resource = this.resources.get(service);
    if (!resource) {
      resource = {
        service,
        environment: "production",
        revision: "a".repeat(40),
        instance: `${service}-1`,
        attributes: {},
      };
      this.resources.set(service, resource);
    }
    return resource;
  }

  /** Runs for so many virtual seconds; stops early once `until` holds. */
  run(seconds: number, until?: () => boolean): void {
    const end = this.now + seconds * 1000;
    while (this.now < end && !until?.()) {
      const spans: Span[] = [];
      for (let i = 0; i < this.step; i++) {
        const second = Math.floor(this.now / 1000) + i;
        for (const [service, serving] of this.serving) spans.push(...this.requests(service, serving, second));
      }
      this.now += this.step * 1000;
      const points = this.metrics(Math.floor(this.now / 1000)).map((point) => ({
        ...point,
        timeMs: this.now - 1,
      }));
      this.deliver({ spans: spans.filter((span) => !this.cut.has(span.resource.service)), points, logs: [] });
      this.anomalies.push(...this.scout.tick());
    }
  }

  private deliver(telemetry: Telemetry): void {
    if (telemetry.spans.length + telemetry.points.length === 0) return;
    this.scout.ingest({
      kind: "telemetry",
      repositories: [REPOSITORY],
      receivedAt: new Date(this.now).toISOString(),
      telemetry,
    });
  }

  private requests(service: string, serving: Serving, second: number): Span[] {
    const spans: Span[] = [];
    const at = (share: Share = 0) => (typeof share === "number" ? share : share(second));
    const rate = at(serving.rate);
    let count = Math.floor(rate);
    if (this.random() < rate - count) count++;
    for (let i = 0; i < count; i++) {
      const traceId = (++this.ids).toString(16).padStart(32, "0");
      const failed = this.random() < at(serving.errors);
      const tookMs = this.random() < at(serving.slow) ? 2_000 : 20 + 40 * this.random();
      const endMs = (second + this.random() * 0.999) * 1000;
      const span = (of: string, spanId: string, parent?: string): Span => ({
        traceId,
        spanId,
        ...(parent ? { parentSpanId: parent } : {}),
        name: `GET /${of}`,
        kind: "server",
        startMs: endMs - tookMs,
        endMs,
        status: failed ? "error" : "unset",
        attributes: { "http.route": `/${of}`, "http.request.method": "GET" },
        events: [],
        resource: this.resource(of),
      });
      const id = this.ids.toString(16).padStart(15, "0");
      if (serving.calledBy) spans.push(span(serving.calledBy, `a${id}`), span(service, `b${id}`, `a${id}`));
      else spans.push(span(service, `b${id}`));
    }
    return spans;
  }
}
