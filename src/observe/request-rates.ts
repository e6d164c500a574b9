import type { IgnoredError } from "../contracts/policy.ts";
import type { Attributes, Span } from "../contracts/telemetry.ts";
import { operationOf } from "./operation-of.ts";
import { type MeteredJson, MeteredOperations } from "./request-metrics/metered-operations.ts";
import { SpanSampling } from "./sampling/span-sampling.ts";

const NONE: Attributes = {};
/** Settled traces, and time, after which a service that named no span a server's is taken to name none. */
const TRACES = 10;
const PATIENCE_MS = 20_000;
const MAX_NAMES = 500;

export interface RatesJson {
  tailUntilMs: number | null;
  namesKinds: boolean;
  metered: MeteredJson[];
}

/** How the requests of one service are counted: from which of its telemetry, and what is no failure. */
export class RequestRates {
  readonly sampling = new SpanSampling();
  readonly metered = new MeteredOperations();
  /** Of the service's policy. */
  ignored: readonly IgnoredError[] = [];
  /** The newest second in which a span was counted. */
  lastSpanSecond = Number.NEGATIVE_INFINITY;
  private readonly names = new Map<string, string>();
  private namesKinds = false;
  private firstMs = Number.POSITIVE_INFINITY;
  private traces = 0;
  private revision = "";
  private revisionMs = Number.NEGATIVE_INFINITY;
  private mixedMs = Number.NEGATIVE_INFINITY;

  /** Whether a share of the operation's requests in that second can be taken for what users meet, though it was never lower. */
  isPlain(operation: string, second: number, now: number): boolean {
    return this.sampling.isSaid || this.metered.covers(operation, second, now);
  }

  /** A span of the service said that it begins a request. */
  noteEntry(): void {
    this.namesKinds = true;
  }

  /** A trace that the service took part in has settled. Returns whether its entries are to be found by structure. */
  noteTrace(now: number): boolean {
    if (this.namesKinds) return false;
    this.firstMs = Math.min(this.firstMs, now);
    this.traces++;
    return this.traces > TRACES && now - this.firstMs >= PATIENCE_MS;
  }

  /** An entry span whose own name says something else than its operation, such as `QuotesController#show`. */
  noteName(entry: Pick<Span, "name" | "attributes">): void {
    const operation = operationOf(entry);
    const named = operationOf({ name: entry.name, attributes: NONE });
    if (named === operation && !this.names.has(named)) return;
    const known = this.names.get(named);
    // A name of several operations (`GET`) is none of them.
    if (known !== undefined && known !== operation) this.names.set(named, named);
    else if (known === undefined && this.names.size < MAX_NAMES) this.names.set(named, operation);
  }

  /** The operation behind what alerts, and metrics that were made of spans, call it by the span's name. */
  operationNamed(name: string): string {
    return this.names.get(name) ?? name;
  }

  /** What a process of the service says that it runs. */
  noteRevision(revision: string, now: number): void {
    if (revision !== this.revision) {
      if (this.revisionMs > Number.NEGATIVE_INFINITY) this.mixedMs = now;
      this.revision = revision;
    }
    this.revisionMs = now;
  }

  /**
   * What everything ran that a metric without revision counted: what spans say, where they said one thing in all of its
   * interval; else "". The spanmetrics connector keeps `service.version` only where it is told to.
   */
  revisionSince(fromMs: number): string {
    return this.mixedMs < fromMs && this.revisionMs >= fromMs ? this.revision : "";
  }

  toJSON(): RatesJson {
    return {
      tailUntilMs: this.sampling.tailUntilMs,
      namesKinds: this.namesKinds,
      metered: this.metered.toJSON(),
    };
  }

  restore(json: RatesJson): void {
    this.sampling.restore(json.tailUntilMs);
    this.namesKinds = json.namesKinds;
    this.metered.restore(json.metered);
  }
}
