import type { Resource, Span, SpanKind } from "../../../src/contracts/telemetry.ts";
import { type Call, keyOf, type Mesh, type Operation } from "./mesh.ts";

export type FaultKind =
  | "cpu"
  | "memory"
  | "disk"
  | "delay"
  | "loss"
  | "slow-code"
  | "exception"
  | "wrong-result"
  | "missing-call"
  | "n-plus-one"
  | "new-call"
  | "down"
  | "slow-database"
  | "starved-host";

export interface Fault {
  kind: FaultKind;
  service: string;
  /** Of faults in code. */
  operation: string;
  /** From 0.3 (hard to see) to 1 and above. */
  strength: number;
}

/** What telemetry shows of the system. */
export interface View {
  status: boolean;
  kind: boolean;
  clientSpans: boolean;
  internalSpans: boolean;
  databaseSpans: boolean;
  /** Whether client spans name the service that they call. */
  peerNames: boolean;
  skewMs: number;
  /** Spans that are lost on the way. */
  lost: number;
  /** Time that now and then is added by something else. */
  tail: number;
  uninstrumented: ReadonlySet<string>;
}

interface Answer {
  endMs: number;
  failed: boolean;
  wrong: boolean;
}

/** Runs requests through a mesh, broken or not, and returns the spans of each. */
export class Simulation {
  private readonly mesh: Mesh;
  private readonly view: View;
  private readonly random: () => number;
  private readonly fault: Fault | null;
  private readonly resources = new Map<string, Resource>();
  private spans: Span[] = [];
  private traceId = "";
  private ids = 0;

  constructor(mesh: Mesh, view: View, random: () => number, fault: Fault | null) {
    this.mesh = mesh;
    this.view = view;
    this.random = random;
    this.fault = fault;
  }

  run(count: number, fromMs: number, seconds: number): Span[][] {
    const total = this.mesh.roots.reduce((sum, root) => sum + root.share, 0);
    return Array.from({ length: count }, (_, i) => {
      this.spans = [];
      this.traceId = this.id(32);
      let draw = this.random() * total;
      const root =
        this.mesh.roots.find((one) => {
          draw -= one.share;
          return draw <= 0;
        }) ?? this.mesh.roots[0];
      const at = fromMs + ((i + this.random()) * seconds * 1000) / count;
      this.serve((root as Mesh["roots"][number]).operation, at, undefined, "server", 0);
      return this.spans.filter(() => this.random() >= this.view.lost);
    }).filter((spans) => spans.length > 0);
  }

  private serve(
    operation: Operation,
    at: number,
    parent: string | undefined,
    kind: SpanKind,
    depth: number,
  ): Answer {
    const { view, random } = this;
    const { service } = operation;
    const seen = !view.uninstrumented.has(service);
    const mine = seen ? this.id(16) : parent;
    const instance = Math.floor(random() * (this.mesh.replicasOf.get(service) ?? 1));
    const own = this.ownMs(operation);
    const steps = 1 + operation.calls.length;
    let time = at + own / steps;
    let failed = false;
    let wrong = false;
    const inner = view.internalSpans && seen ? this.id(16) : mine;
    const local = (name: string, start: number, end: number, extra: Partial<Span> = {}) => {
      if (seen)
        this.push(service, instance, { name, startMs: start, endMs: end, parentSpanId: inner, ...extra });
    };
    const hit = this.hits(operation);
    for (let i = 0; i < operation.queries; i++) time = this.query(operation, time, local);
    if (this.fault?.kind === "new-call" && hit) {
      const took = 60 * this.fault.strength * (0.7 + 0.6 * random());
      if (random() < 0.5 || !view.databaseSpans)
        local("GET", time, time + took, this.client({ "server.address": "rates.example" }));
      else local("SELECT audit", time, time + took, this.client(this.database(service)));
      time += took;
    }
    const thrown =
      this.fault?.kind === "exception" && hit && random() < Math.min(1, 0.5 * this.fault.strength);
    const stopAt = thrown ? Math.floor(operation.calls.length / 2) : operation.calls.length;
    let parallelFrom = time;
    let parallelEnd = time;
    const dropped = this.fault?.kind === "missing-call" && hit ? 0 : -1;
    for (const [i, call] of operation.calls.entries()) {
      if (i >= stopAt || failed) break;
      if (i === dropped || random() >= call.probability || depth > 12) continue;
      const parallel = call.mode === "parallel";
      if (!parallel) {
        time = Math.max(time, parallelEnd) + own / steps;
        parallelFrom = time;
      }
      let times = 1;
      if (this.fault?.kind === "n-plus-one" && hit && i === 0)
        times = 1 + Math.round(6 * this.fault.strength);
      for (let n = 0; n < times; n++) {
        const answer = this.call(
          operation,
          call,
          parallel ? parallelFrom : time,
          inner,
          seen,
          instance,
          depth,
        );
        if (parallel) parallelEnd = Math.max(parallelEnd, answer.endMs);
        else time = Math.max(time, answer.endMs);
        if ((answer.failed || answer.wrong) && call.fatal) failed = true;
      }
      if (!parallel) parallelEnd = time;
    }
    time = Math.max(time, parallelEnd);
    if (!failed && !thrown) time += own / steps;
    if (random() < view.tail) time += -Math.log(1 - random()) * 40;
    if (this.fault?.kind === "wrong-result" && hit && random() < Math.min(1, this.fault.strength))
      wrong = true;
    if (thrown) failed = true;
    if (seen) {
      if (view.internalSpans && inner !== mine) {
        this.push(service, instance, {
          spanId: inner as string,
          name: "handle",
          startMs: at + 0.2,
          endMs: Math.max(at + 0.3, time - 0.1),
          parentSpanId: mine,
        });
      }
      this.push(service, instance, {
        spanId: mine as string,
        name: operation.name,
        kind,
        startMs: at,
        endMs: time,
        parentSpanId: parent,
        failed,
        ...(thrown && view.status
          ? {
              events: [
                {
                  name: "exception",
                  timeMs: time,
                  attributes: { "exception.type": "IllegalStateException" },
                },
              ],
            }
          : {}),
      });
    }
    return { endMs: time, failed, wrong };
  }

  private call(
    caller: Operation,
    call: Call,
    at: number,
    parent: string | undefined,
    seen: boolean,
    instance: number,
    depth: number,
  ): Answer {
    const { view, random } = this;
    const target = this.mesh.operations.get(keyOf(call.to, call.operation)) as Operation;
    const down = this.fault?.kind === "down" && this.fault.service === call.to;
    let time = at;
    let answer: Answer = { endMs: at, failed: true, wrong: false };
    for (let attempt = 0; attempt <= call.retries; attempt++) {
      const queue = call.mode === "queue";
      const spanId = seen && view.clientSpans ? this.id(16) : parent;
      const there = this.networkMs(caller.service, call.to, "request");
      let end: number;
      let failed: boolean;
      if (down && !queue) {
        end = time + (random() < 0.5 ? 1 + random() : Math.min(call.timeoutMs, 1_000));
        failed = true;
      } else if (queue) {
        end = time + 1 + random();
        failed = false;
        if (!down) this.serve(target, end + 2 + 60 * random() ** 3, spanId, "consumer", depth + 1);
      } else {
        const served = this.serve(target, time + there, spanId, "server", depth + 1);
        answer = served;
        end = served.endMs + this.networkMs(caller.service, call.to, "response");
        failed = served.failed;
        if (end - time > call.timeoutMs) {
          end = time + call.timeoutMs;
          failed = true;
        }
      }
      if (seen && view.clientSpans) {
        this.push(caller.service, instance, {
          spanId: spanId as string,
          name: queue ? `send ${call.to}` : call.operation,
          kind: queue ? "producer" : "client",
          startMs: time,
          endMs: end,
          parentSpanId: parent,
          failed,
          attributes: view.peerNames ? { "server.address": call.to } : {},
        });
      }
      answer = { endMs: end, failed, wrong: !failed && answer.wrong };
      if (!failed) break;
      time = end + 20 * 2 ** attempt;
    }
    return answer;
  }

  private query(
    operation: Operation,
    at: number,
    local: (name: string, start: number, end: number, extra?: Partial<Span>) => void,
  ): number {
    const fault = this.fault;
    const { service } = operation;
    let took = 1 + 3 * this.random() ** 3;
    if (
      fault?.kind === "slow-database" &&
      this.mesh.databaseOf.get(fault.service) === this.mesh.databaseOf.get(service)
    ) {
      took += 80 * fault.strength * (0.4 + this.random());
    }
    took += this.networkMs(service, "", "request") + this.networkMs(service, "", "response");
    if (fault?.kind === "disk" && fault.service === service)
      took += this.random() < 0.6 ? 60 * fault.strength : 0;
    if (this.view.databaseSpans)
      local(`SELECT ${service}`, at, at + took, this.client(this.database(service)));
    return at + took;
  }

  private database(service: string): Record<string, string> {
    return { "db.system": "postgresql", "server.address": this.mesh.databaseOf.get(service) as string };
  }

  private client(attributes: Span["attributes"]): Partial<Span> {
    return { kind: "client", attributes };
  }

  private ownMs(operation: Operation): number {
    const { random, fault, mesh } = this;
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let own = operation.ownMs * Math.exp(operation.sigma * normal);
    if (!fault) return own;
    const mine = fault.service === operation.service;
    const sameHost = mesh.hostOf.get(fault.service) === mesh.hostOf.get(operation.service);
    if (fault.kind === "starved-host" && sameHost)
      own = own * (1 + 4 * fault.strength * random()) + 10 * fault.strength;
    if (fault.kind === "cpu") {
      if (mine)
        own = own * (1 + 3 * fault.strength * (0.5 + random())) + (random() < 0.3 ? 40 * fault.strength : 0);
      else if (sameHost) own *= 1 + 0.2 * fault.strength * random();
    }
    if (!mine) return own;
    if (fault.kind === "memory" && random() < 0.15) own += 150 * fault.strength * (0.5 + random());
    if (fault.kind === "disk") own += random() < 0.3 ? 50 * fault.strength * (0.5 + random()) : 0;
    if (fault.operation !== operation.name) return own;
    if (fault.kind === "slow-code") own += 50 * fault.strength * (0.6 + 0.8 * random());
    if (fault.kind === "wrong-result") own *= 0.5;
    return own;
  }

  /** Delay and loss are of the network of one pod: what it sends, be it a request or an answer, is late. */
  private networkMs(caller: string, callee: string, way: "request" | "response"): number {
    const { fault, random } = this;
    let took = 0.2 + 0.5 * random();
    if (!fault) return took;
    const sender = way === "request" ? caller : callee;
    if (fault.kind === "delay" && sender === fault.service)
      took += 60 * fault.strength * (0.9 + 0.2 * random());
    if (fault.kind === "loss" && (caller === fault.service || callee === fault.service)) {
      while (random() < 0.12 * fault.strength) took += 200;
    }
    if (fault.kind === "cpu" && (caller === fault.service || callee === fault.service))
      took += fault.strength * random();
    return took;
  }

  private hits(operation: Operation): boolean {
    return this.fault?.service === operation.service && this.fault.operation === operation.name;
  }

  private push(
    service: string,
    instance: number,
    of: Omit<Partial<Span>, "parentSpanId"> & {
      name: string;
      startMs: number;
      endMs: number;
      parentSpanId?: string | undefined;
      failed?: boolean;
    },
  ): void {
    const { view } = this;
    const skew = view.skewMs * (((service.length * 7 + service.charCodeAt(0)) % 11) / 5 - 1);
    const { failed, parentSpanId, ...rest } = of;
    this.spans.push({
      traceId: this.traceId,
      spanId: this.id(16),
      ...rest,
      ...(parentSpanId ? { parentSpanId } : {}),
      kind: view.kind ? (of.kind ?? "internal") : "unspecified",
      startMs: of.startMs + skew,
      endMs: of.endMs + skew,
      status: failed && view.status ? "error" : "unset",
      attributes: of.attributes ?? {},
      events: of.events ?? [],
      resource: this.resource(service, instance),
    });
  }

  private resource(service: string, instance: number): Resource {
    const name = `${service}-${instance}`;
    let resource = this.resources.get(name);
    if (!resource) {
      const host = this.mesh.hostOf.get(service) as string;
      resource = { service, environment: "production", instance: name, attributes: { "host.name": host } };
      this.resources.set(name, resource);
    }
    return resource;
  }

  private id(digits: number): string {
    return (++this.ids).toString(16).padStart(digits, "0");
  }
}
