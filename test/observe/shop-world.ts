import type { Anomaly } from "../../src/contracts/anomaly.ts";
import type { Attributes, MetricPoint, Resource, Span, Telemetry } from "../../src/contracts/telemetry.ts";
import { createScout, type Scout } from "../../src/observe/scout.ts";

/** What one request meets in one process. */
export interface Behaviour {
  /** Throws this, from this line. */
  error?: { type: string; message: string; file: string; line: number };
  /** Own time added, in milliseconds. */
  slowMs?: number;
  /** Queries in place of one. */
  queries?: number;
}

export interface Process {
  service: string;
  revision: string;
  instance: string;
  startMs: number;
}

export interface WorldOptions {
  seed?: number;
  /** Requests a second that reach the storefront. */
  rate?: number;
  behave?: (process: Process, operation: string, atMs: number, random: () => number) => Behaviour;
  /** Bytes that a process holds, by its age in seconds. */
  memory?: (process: Process, age: number, random: () => number) => Record<string, number>;
  /** Milliseconds that one batch of a service takes to arrive. */
  lagMs?: (service: string, random: () => number) => number;
  /** Milliseconds by which a service's clock is ahead. */
  skewMs?: (service: string) => number;
  /** Batches are delivered twice with this probability. */
  duplicates?: number;
  /** Without objectives where null. */
  slo?: Parameters<typeof createScout>[0]["claim"];
  traced?: boolean;
}

export const START = Date.parse("2026-03-02T09:00:00.000Z");
export const REPOSITORY = "fernhill/shop";
export const SLO = { availability: 0.995, latency: { p95: 400 }, memory: 300e6 };
const EXPORT_MS = 500;
const METRICS_MS = 2_000;
const TICK_MS = 250;

/** A seeded generator of numbers from 0 to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Storefront operations, how often each is asked for, and what it calls. */
const ROUTES = [
  { operation: "GET /", share: 0.3, calls: [] },
  { operation: "POST /quote", share: 0.4, calls: [["quotes", "POST /quotes"]] },
  { operation: "GET /quote/:id", share: 0.1, calls: [["quotes", "GET /quotes/:id"]] },
  { operation: "POST /buy", share: 0.2, calls: [["policies", "POST /policies"]] },
] as const;

/**
 * Three services under traffic on a virtual clock: storefront calls quotes and policies, policies asks quotes. Spans leave
 * each process in batches twice a second as the SDK's exporter sends them, memory every two seconds, and Scout looks four
 * times a second.
 */
export class ShopWorld {
  now = START;
  readonly scout: Scout;
  readonly anomalies: Anomaly[] = [];
  readonly processes = new Map<string, Process>();
  /** Processes that serve half of their service's requests beside the newest one, as a rollout or a canary has them. */
  readonly beside = new Map<string, Process>();
  options: WorldOptions;
  private readonly random: () => number;
  private readonly queues = new Map<string, Span[]>();
  private readonly wire: { at: number; telemetry: Telemetry }[] = [];
  private readonly resources = new Map<string, Resource>();
  private nextArrival = START;
  private ids = 0;

  constructor(options: WorldOptions = {}) {
    this.options = options;
    this.random = seeded(options.seed ?? 1);
    this.scout = this.newScout();
    for (const service of ["storefront", "quotes", "policies"]) this.deploy(service, "a".repeat(40));
  }

  newScout(): Scout {
    return createScout({
      now: () => this.now,
      claim: (service, repositories) =>
        this.options.slo
          ? this.options.slo(service, repositories)
          : repositories.includes(REPOSITORY)
            ? { repository: REPOSITORY, environmentFilter: "production", slo: SLO }
            : null,
    });
  }

  /** Replaces the process of a service by one that runs this revision. */
  deploy(service: string, revision: string): void {
    const instance = `${service}-${++this.ids}`;
    this.processes.set(service, { service, revision, instance, startMs: this.now });
  }

  /** Runs for so many virtual seconds; stops early once `until` holds. Returns the seconds that passed. */
  run(seconds: number, until?: () => boolean, scout: Scout = this.scout): number {
    const began = this.now;
    const end = this.now + seconds * 1000;
    while (this.now < end) {
      this.now += TICK_MS;
      this.arrive();
      if (this.now % EXPORT_MS === 0) this.flush();
      if (this.now % METRICS_MS === 0) this.measure();
      this.deliver(scout);
      this.anomalies.push(...scout.tick());
      if (until?.()) break;
    }
    return (this.now - began) / 1000;
  }

  private arrive(): void {
    const rate = this.options.rate ?? 15;
    while (this.nextArrival <= this.now && rate > 0) {
      this.request(this.nextArrival);
      this.nextArrival += (-Math.log(1 - this.random()) / rate) * 1000;
    }
    if (rate === 0) this.nextArrival = this.now;
  }

  private request(at: number): void {
    const draw = this.random();
    const route =
      ROUTES.find((_, i) => draw < ROUTES.slice(0, i + 1).reduce((sum, r) => sum + r.share, 0)) ?? ROUTES[0];
    const traceId = hex(this.random, 32);
    this.serve("storefront", route.operation, at, traceId, undefined, route.calls);
  }

  /** Puts the spans of one request to one service on its queue; returns when it ended and whether it failed. */
  private serve(
    service: string,
    operation: string,
    at: number,
    traceId: string,
    parent: string | undefined,
    calls: readonly (readonly [string, string])[],
  ): { endMs: number; failed: boolean } {
    const other = this.beside.get(service);
    const process = (other && this.random() < 0.5 ? other : this.processes.get(service)) as Process;
    const behaviour = this.options.behave?.(process, operation, at, this.random) ?? {};
    const cold = at - process.startMs < 1_500 ? 300 * this.random() : 0;
    const spanId = hex(this.random, 16);
    const spans: Span[] = [];
    let time = at + 1 + 4 * this.random() + cold;
    let failed = false;
    for (let i = 0; service !== "storefront" && i < (behaviour.queries ?? 1); i++) {
      const took = 2 + 6 * this.random() ** 3;
      spans.push(
        this.span(process, `pg.query:SELECT ${service}`, "client", traceId, spanId, time, time + took, {
          "db.system.name": "postgresql",
          "db.query.text": `SELECT * FROM ${service} WHERE id = $1 AND kind = 'car'`,
        }),
      );
      time += took;
    }
    for (const [callee, called] of calls) {
      const call = hex(this.random, 16);
      const deeper = callee === "policies" ? ([["quotes", "GET /quotes/:id"]] as const) : [];
      const answer = this.serve(callee, called, time + 1, traceId, call, deeper);
      const span = this.span(
        process,
        called.split(" ")[0] as string,
        "client",
        traceId,
        spanId,
        time,
        answer.endMs + 1,
        {
          "url.path": called.split(" ")[1] as string,
          "http.response.status_code": answer.failed ? 500 : 200,
        },
      );
      span.spanId = call;
      if (answer.failed) {
        span.status = "error";
        failed = true;
      }
      spans.push(span);
      time = answer.endMs + 2;
    }
    time += 5 * this.random() + (this.random() < 0.02 ? 60 : 0) + (behaviour.slowMs ?? 0);
    const entry = this.span(process, operation, "server", traceId, parent, at, time, {
      "http.route": operation.split(" ")[1] as string,
    });
    entry.spanId = spanId;
    const error = behaviour.error;
    if (error) {
      failed = true;
      entry.statusMessage = error.message;
      entry.events = [
        {
          name: "exception",
          timeMs: time,
          attributes: {
            "exception.type": error.type,
            "exception.message": error.message,
            "exception.stacktrace": `${error.type}: ${error.message}\n    at price (${error.file}:${error.line}:11)\n    at /srv/node_modules/hono/dist/compose.js:22:17\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`,
          },
        },
      ];
    }
    if (failed) entry.status = "error";
    entry.attributes = { ...entry.attributes, "http.response.status_code": failed ? 500 : 200 };
    const queue = this.queues.get(process.instance) ?? [];
    this.queues.set(process.instance, queue);
    queue.push(...spans, entry);
    return { endMs: time, failed };
  }

  private span(
    process: Process,
    name: string,
    kind: Span["kind"],
    traceId: string,
    parentSpanId: string | undefined,
    startMs: number,
    endMs: number,
    attributes: Attributes,
  ): { -readonly [K in keyof Span]: Span[K] } {
    const skew = this.options.skewMs?.(process.service) ?? 0;
    return {
      traceId,
      spanId: hex(this.random, 16),
      ...(parentSpanId ? { parentSpanId } : {}),
      name,
      kind,
      startMs: startMs + skew,
      endMs: endMs + skew,
      status: "unset",
      attributes,
      events: [],
      resource: this.resource(process),
    };
  }

  private resource(process: Process): Resource {
    let resource = this.resources.get(process.instance);
    if (!resource) {
      resource = {
        service: process.service,
        environment: "production",
        revision: process.revision,
        instance: process.instance,
        attributes: {},
      };
      this.resources.set(process.instance, resource);
    }
    return resource;
  }

  private flush(): void {
    for (const [instance, queue] of this.queues) {
      const skew = this.options.skewMs?.(queue[0]?.resource.service ?? "") ?? 0;
      const ready = queue.filter((span) => span.endMs - skew <= this.now);
      if (ready.length === 0) continue;
      this.queues.set(
        instance,
        queue.filter((span) => span.endMs - skew > this.now),
      );
      const lag = this.options.lagMs?.(ready[0]?.resource.service ?? "", this.random) ?? 30;
      const telemetry = { spans: ready, points: [], logs: [] };
      this.wire.push({ at: this.now + lag, telemetry });
      if (this.random() < (this.options.duplicates ?? 0)) {
        this.wire.push({ at: this.now + lag + 3_000 * this.random(), telemetry });
      }
    }
  }

  private measure(): void {
    for (const process of this.processes.values()) {
      const age = (this.now - process.startMs) / 1000;
      const measured = (this.options.memory ?? ordinaryMemory)(process, age, this.random);
      const points: MetricPoint[] = Object.entries(measured).map(([name, value]) => ({
        name,
        unit: "By",
        kind: "gauge",
        timeMs: this.now,
        attributes: {},
        value,
        resource: this.resource(process),
      }));
      this.wire.push({ at: this.now + 30, telemetry: { spans: [], points, logs: [] } });
    }
  }

  private deliver(scout: Scout): void {
    this.wire.sort((a, b) => a.at - b.at);
    while (this.wire[0] && this.wire[0].at <= this.now) {
      const { telemetry } = this.wire.shift() as (typeof this.wire)[number];
      scout.ingest({
        kind: "telemetry",
        repositories: [REPOSITORY],
        receivedAt: new Date(this.now).toISOString(),
        telemetry,
      });
    }
  }
}

/** Loads 40 MB while it warms up, then breathes by a few megabytes with every collection. */
export function ordinaryMemory(_process: Process, age: number, random: () => number): Record<string, number> {
  const warm = 40e6 * (1 - Math.exp(-age / 12));
  return {
    "process.memory.usage": 95e6 + warm + 2e6 * random(),
    "nodejs.memory.heap.used": 25e6 + warm / 2 + ((age * 0.9e6) % 14e6),
  };
}

function hex(random: () => number, digits: number): string {
  let text = "";
  while (text.length < digits)
    text += Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  return text.slice(0, digits);
}
