import type { Anomaly } from "../../../src/contracts/anomaly.ts";
import { Evidence, type EvidenceKind, type EvidenceOf } from "../../../src/contracts/evidence.ts";
import type {
  Attributes,
  LogRecord,
  MetricPoint,
  Resource,
  Span,
  SpanEvent,
} from "../../../src/contracts/telemetry.ts";
import { createScout, type Scout } from "../../../src/observe/scout.ts";
import { seeded } from "../shop-world.ts";

export const START = Date.parse("2026-03-02T09:00:00.000Z");
export const REPOSITORY = "fernhill/shop";
export const OLD = "a".repeat(40);
export const NEW = "b".repeat(40);

/** One process of the one service of this world. */
export interface Node {
  name: string;
  revision: string;
}

export interface Ask {
  node: Node;
  tenant: string;
  region: string;
  items: number;
  at: number;
  random: () => number;
}

export interface Answer {
  fails?: string | undefined;
  slowMs?: number;
  attributes?: Attributes;
  events?: SpanEvent[];
  logs?: { body: string; severity: number; eventName?: string; attributes?: Attributes }[];
}

/**
 * One service of several processes that serves `POST /quotes` to tenants in regions, with logs and metrics beside its
 * spans, on a virtual clock: what evidence is gathered from.
 */
export class RichWorld {
  now = START;
  nodes: Node[] = ["n1", "n2", "n3", "n4"].map((name) => ({ name, revision: OLD }));
  answer: (ask: Ask) => Answer = () => ({});
  /** Metric → value, of each process every ten seconds. */
  measure: (node: Node, at: number, random: () => number) => Record<string, number> = () => ({});
  rate = 30;
  readonly anomalies: Anomaly[] = [];
  readonly scout: Scout;
  private readonly random: () => number;
  private next = START;
  private served = 0;

  constructor(seed: number) {
    this.random = seeded(seed);
    this.scout = createScout({
      now: () => this.now,
      claim: (service, repositories) =>
        service === "quotes" && repositories.includes(REPOSITORY)
          ? {
              repository: REPOSITORY,
              environmentFilter: "production",
              slo: { availability: 0.99, latency: { p95: 400 } },
            }
          : null,
    });
  }

  run(seconds: number, until?: () => boolean): void {
    const end = this.now + seconds * 1000;
    while (this.now < end) {
      this.now += 250;
      const spans: Span[] = [];
      const logs: LogRecord[] = [];
      for (; this.next <= this.now; this.next += (-Math.log(1 - this.random()) / this.rate) * 1000)
        this.serve(this.next, spans, logs);
      const points = this.now % 10_000 === 0 ? this.nodes.flatMap((node) => this.points(node)) : [];
      this.scout.ingest({
        kind: "telemetry",
        repositories: [REPOSITORY],
        receivedAt: new Date(this.now).toISOString(),
        telemetry: { spans, logs, points },
      });
      this.anomalies.push(...this.scout.tick());
      if (until?.()) break;
    }
  }

  /** Runs until something breaks, and a little longer; then what is known of it. */
  breaks(more = 20): Evidence {
    this.run(120, () => this.anomalies.length > 0);
    this.run(more);
    const [anomaly] = this.anomalies;
    if (!anomaly) throw new Error("nothing was found to be broken");
    return Evidence.parse(this.scout.evidence(anomaly, []));
  }

  private serve(at: number, spans: Span[], logs: LogRecord[]): void {
    const { random } = this;
    const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
    const ask: Ask = {
      node: pick(this.nodes),
      tenant: pick(["acme", "borealis", "cumulus", "delta", "ember"]),
      region: pick(["eu", "us"]),
      items: Math.floor(60 * random() ** 2),
      at,
      random,
    };
    const said = this.answer(ask);
    const traceId = (++this.served).toString(16).padStart(32, "0");
    const resource = this.resource(ask.node);
    const endMs = at + 5 + 20 * random() + (said.slowMs ?? 0);
    const failed = said.fails !== undefined;
    spans.push({
      traceId,
      spanId: this.served.toString(16).padStart(16, "0"),
      name: "POST /quotes",
      kind: "server",
      startMs: at,
      endMs,
      status: failed ? "error" : "unset",
      attributes: {
        "http.route": "/quotes",
        "http.response.status_code": failed ? 500 : 200,
        "tenant.name": ask.tenant,
        "cloud.region": ask.region,
        "cart.items": ask.items,
        "enduser.id": `user-${Math.floor(40 * random())}@example.org`,
        ...said.attributes,
      },
      events: [
        ...(said.events ?? []),
        ...(said.fails === undefined
          ? []
          : [
              {
                name: "exception",
                timeMs: endMs,
                attributes: { "exception.type": said.fails, "exception.message": `no rate for ${ask.items}` },
              },
            ]),
      ],
      resource,
    });
    for (const log of said.logs ?? []) {
      logs.push({
        timeMs: endMs,
        severity: log.severity,
        body: log.body,
        ...(log.eventName ? { eventName: log.eventName } : {}),
        attributes: log.attributes ?? {},
        traceId,
        resource,
      });
    }
  }

  private points(node: Node): MetricPoint[] {
    return Object.entries(this.measure(node, this.now, this.random)).map(
      ([name, value]): MetricPoint => ({
        name,
        unit: name.endsWith("utilization") ? "1" : name.includes("connection") ? "{connection}" : "1",
        kind: "gauge",
        timeMs: this.now,
        attributes: name.endsWith(".count")
          ? { "db.client.connection.state": "used", "db.client.connection.pool.name": "main" }
          : {},
        value,
        resource: this.resource(node),
      }),
    );
  }

  private resource(node: Node): Resource {
    return {
      service: "quotes",
      environment: "production",
      revision: node.revision,
      instance: node.name,
      attributes: {
        "host.name": `host-${node.name}`,
        "k8s.pod.name": `pod-${node.name}`,
        "service.name": "quotes",
      },
    };
  }
}

export const items = <K extends EvidenceKind>(evidence: Evidence, kind: K) =>
  evidence.items.filter((item): item is EvidenceOf<K> => item.kind === kind);
