import type { Slo } from "../contracts/policy.ts";
import type { Symptom } from "../contracts/signal.ts";
import type { Resource } from "../contracts/telemetry.ts";
import type { Look } from "./detection/look.ts";
import { FailureLog, type FailureLogJson } from "./failures/failure-log.ts";
import { MemoryBook, type MemoryBookJson } from "./memory/memory-book.ts";
import { OperationSeries, type SeriesJson } from "./operation-series.ts";
import type { SecondOfRequests } from "./request-metrics/spread.ts";
import { type RatesJson, RequestRates } from "./request-rates.ts";
import { requestCode } from "./series/request-code.ts";
import { SeriesBudget } from "./series/series-budget.ts";
import { SpanProfile } from "./traces/span-profile.ts";

/** Operations of one service that are told apart; all others are one, "*other*". */
const MAX_OPERATIONS = 60;
const MAX_INSTANCES = 200;
const OTHER = "*other*";
/** A process is cold for this long, and for its first five requests. */
const COLD_MS = 1_500;
const COLD_REQUESTS = 5;

const IDLE_SECONDS = 900;
const FORGET_MS = 6 * 3_600_000;

export interface ServiceJson {
  repository: string;
  environment: string;
  service: string;
  slo: Slo;
  lastSeenMs: number;
  scopes: string[];
  operations: [string, SeriesJson][];
  whole: SeriesJson;
  failures: FailureLogJson;
  memory: MemoryBookJson;
  rates: RatesJson;
}

/** Everything that Scout remembers of one claimed service in one environment. */
export class ServiceRecord {
  readonly repository: string;
  readonly environment: string;
  readonly service: string;
  slo: Slo;
  lastSeenMs = 0;
  /** Credentials that its telemetry came with: the repositories that they name. */
  readonly scopes = new Set<string>();
  /** When a request last failed, or was slow: what shows neither need not be looked at. */
  lastFailedMs = Number.NEGATIVE_INFINITY;
  lastSlowMs = Number.NEGATIVE_INFINITY;
  /** When `Watch` looked at it last, by symptom: of a thousand services that is noted twelve thousand times a second. */
  readonly looks: Readonly<Record<Symptom, Look>>;
  readonly operations = new Map<string, OperationSeries>();
  /** All operations together. */
  whole: OperationSeries;
  readonly profiles = new Map<string, SpanProfile>();
  failures = new FailureLog();
  memory = new MemoryBook();
  readonly rates = new RequestRates();
  private readonly instances = new Map<string, { firstMs: number; requests: number }>();
  private readonly budget: SeriesBudget;

  /** @param budget what all records of one Scout may hold together. */
  constructor(
    of: { repository: string; environment: string; service: string; slo: Slo },
    budget: SeriesBudget = new SeriesBudget(),
  ) {
    this.budget = budget;
    this.whole = new OperationSeries(budget);
    this.repository = of.repository;
    this.environment = of.environment;
    this.service = of.service;
    this.slo = of.slo;
    const look = (symptom: Symptom): Look => ({
      key: `${of.repository}\0${of.environment}\0${of.service}\0${symptom}`,
      atMs: Number.NEGATIVE_INFINITY,
      heardMs: Number.NEGATIVE_INFINITY,
    });
    this.looks = {
      errors: look("errors"),
      latency: look("latency"),
      memory: look("memory"),
      traffic: look("traffic"),
      saturation: look("saturation"),
    };
  }

  /** By which it is kept over a restart. */
  get name(): string {
    return `service ${this.repository} ${this.environment} ${this.service}`;
  }

  /** Returns the series that it was counted in. */
  addRequest(request: {
    operation: string;
    endMs: number;
    durationMs: number;
    failed: boolean;
    resource: Resource;
    /** `revisionOf` the resource. */
    revision: string;
    /** How many requests it stands for, where others were sampled away. */
    weight?: number;
    /** All operations together have it already, under another name. */
    apart?: boolean;
  }): OperationSeries {
    const { revision, endMs } = request;
    const cold = this.isCold(request.resource, revision, endMs - request.durationMs);
    const duration = cold ? null : request.durationMs;
    const series = this.fold(request.operation);
    const weight = (request.weight ?? 1) * this.budget.share();
    if (weight > 0) {
      const code = requestCode(0, request.failed, duration, weight);
      series.addCoded(endMs, revision, code);
      if (!request.apart) this.whole.addCoded(endMs, revision, code);
    }
    return series;
  }

  /** Requests that a metric counted. Returns the series that they were counted in. */
  addCounted(operation: string, revision: string, seconds: readonly SecondOfRequests[]): OperationSeries {
    const series = this.fold(operation);
    for (const second of seconds) {
      if (!this.budget.hasRoom) {
        this.budget.leftOut += second.requests;
        continue;
      }
      series.addMany({ ...second, revision });
      this.whole.addMany({ ...second, revision });
    }
    return series;
  }

  /** "*" is all operations together; null for one that was never seen. */
  series(operation: string): OperationSeries | null {
    if (operation === "*") return this.whole;
    return this.operations.get(operation) ?? null;
  }

  profile(operation: string): SpanProfile | null {
    let profile = this.profiles.get(operation);
    if (!profile && this.operations.has(operation)) {
      profile = new SpanProfile();
      this.profiles.set(operation, profile);
    }
    return profile ?? null;
  }

  /** Packs what has grown old and drops operations that are idle. True where nothing worth keeping is left. */
  settle(now: number): boolean {
    const second = Math.floor(now / 1000);
    for (const [operation, series] of this.operations) {
      series.settle(second);
      if (second - series.newest > IDLE_SECONDS) this.profiles.delete(operation);
      if (!series.isSpent(second)) continue;
      series.dispose();
      this.operations.delete(operation);
    }
    this.whole.settle(second);
    const gone =
      this.operations.size === 0 && now - this.lastSeenMs > FORGET_MS && this.whole.isSpent(second);
    if (gone) this.whole.dispose();
    return gone;
  }

  /** Gives back what it holds of the budget. */
  dispose(): void {
    for (const series of this.operations.values()) series.dispose();
    this.whole.dispose();
  }

  toJSON(): ServiceJson {
    return {
      repository: this.repository,
      environment: this.environment,
      service: this.service,
      slo: this.slo,
      lastSeenMs: this.lastSeenMs,
      scopes: [...this.scopes],
      operations: [...this.operations].map(([name, series]) => [name, series.toJSON()]),
      whole: this.whole.toJSON(),
      failures: this.failures.toJSON(),
      memory: this.memory.toJSON(),
      rates: this.rates.toJSON(),
    };
  }

  static from(json: ServiceJson, budget?: SeriesBudget): ServiceRecord {
    const record = new ServiceRecord(json, budget);
    record.lastSeenMs = json.lastSeenMs;
    for (const scope of json.scopes) record.scopes.add(scope);
    for (const [name, series] of json.operations) {
      record.operations.set(name, OperationSeries.from(series, record.budget));
    }
    record.whole.dispose();
    record.whole = OperationSeries.from(json.whole, record.budget);
    record.failures = FailureLog.from(json.failures);
    record.memory = MemoryBook.from(json.memory);
    record.rates.restore(json.rates);
    return record;
  }

  private fold(operation: string): OperationSeries {
    const known = this.operations.get(operation);
    if (known) return known;
    const isOther = this.operations.size >= MAX_OPERATIONS || this.budget.isFull;
    if (isOther) this.budget.folded++;
    const name = isOther ? OTHER : operation;
    let series = this.operations.get(name);
    if (!series) {
      series = new OperationSeries(this.budget);
      this.operations.set(name, series);
    }
    return series;
  }

  private isCold(resource: Resource, revision: string, startMs: number): boolean {
    const name = resource.instance ?? revision;
    let instance = this.instances.get(name);
    if (!instance) {
      instance = { firstMs: startMs, requests: 0 };
      this.instances.set(name, instance);
      if (this.instances.size > MAX_INSTANCES) {
        this.instances.delete(this.instances.keys().next().value as string);
      }
    }
    if (startMs < instance.firstMs) instance.firstMs = startMs;
    return instance.requests++ < COLD_REQUESTS || startMs < instance.firstMs + COLD_MS;
  }
}
