import type { IgnoredError, Slo, TelemetryPolicy } from "../contracts/policy.ts";
import type { Resource } from "../contracts/telemetry.ts";
import { sanitise } from "../safety/sanitise.ts";
import { attributeText } from "./attribute-text.ts";
import { isSameEnvironment } from "./is-same-environment.ts";
import { scopeOf } from "./scope-of.ts";
import { SeriesBudget } from "./series/series-budget.ts";
import { type ServiceJson, ServiceRecord } from "./service-record.ts";

/** Services that are watched at once, over all repositories. One more is shown as unclaimed. */
const MAX_SERVICES = 2_000;
const SWEEPS = 240;
/** What was silent for so long is as it was saved: alerts and looks at it have had their say. */
const UNHEARD_MS = 600_000;
const MAX_UNCLAIMED = 200;
/** Policies change rarely, and spans come by the thousand. */
const CLAIM_MS = 5_000;

export interface Claim {
  repository: string;
  environmentFilter: string;
  slo: Slo;
  ignoredErrors?: readonly IgnoredError[];
  telemetry?: TelemetryPolicy;
}
export type ClaimOf = (service: string, repositories: readonly string[]) => Claim | null;

/** Which records there are, and which of them a signal belongs to. */
export class ServiceBook {
  /** What all their series may hold together, and do. */
  readonly budget = new SeriesBudget();
  /** Batches of claimed services that are too many to be watched. */
  turnedAway = 0;
  private readonly claimOf: ClaimOf;
  private readonly records = new Map<string, ServiceRecord>();
  private unswept: ServiceRecord[] = [];
  private toSave: ServiceRecord[] = [];
  private readonly saved = new WeakSet<ServiceRecord>();
  private readonly dropped: Pick<ServiceRecord, "name" | "repository">[] = [];
  private readonly byScope = new Map<string, Map<string, ServiceRecord>>();
  private readonly claims = new Map<string, { at: number; claim: Claim | null }>();
  private readonly strangers = new Map<string, number>();

  constructor(claimOf: ClaimOf) {
    this.claimOf = claimOf;
  }

  /** Null where no policy claims the service, or not in that environment. */
  find(
    of: Pick<Resource, "service" | "environment"> & Partial<Pick<Resource, "attributes">>,
    repositories: readonly string[],
    now: number,
  ): ServiceRecord | null {
    const claim = this.claim(of.service, repositories, now);
    const elsewhere = claim?.telemetry?.environment_attribute;
    const environment =
      (elsewhere && of.attributes && attributeText(of.attributes, elsewhere)) ?? of.environment;
    if (claim && environment && !isSameEnvironment(environment, claim.environmentFilter)) return null;
    const key = claim ? `${claim.repository}\0${claim.environmentFilter}\0${of.service}` : "";
    let record = claim ? this.records.get(key) : undefined;
    if (claim && !record && this.records.size >= MAX_SERVICES) this.turnedAway++;
    if (!claim || (!record && this.records.size >= MAX_SERVICES)) {
      const name = sanitise(of.service, 200);
      this.strangers.delete(name);
      this.strangers.set(name, now);
      if (this.strangers.size > MAX_UNCLAIMED) {
        this.strangers.delete(this.strangers.keys().next().value as string);
      }
      return null;
    }
    if (!record) {
      record = new ServiceRecord(
        {
          repository: claim.repository,
          environment: claim.environmentFilter,
          service: of.service,
          slo: claim.slo,
        },
        this.budget,
      );
      this.records.set(key, record);
      this.strangers.delete(sanitise(of.service, 200));
    }
    record.slo = claim.slo;
    record.rates.ignored = claim.ignoredErrors ?? [];
    record.rates.sampling.declared = claim.telemetry?.sampling ?? "auto";
    this.index(record, scopeOf(repositories));
    return record;
  }

  get(repository: string, environment: string, service: string): ServiceRecord | null {
    return this.records.get(`${repository}\0${environment}\0${service}`) ?? null;
  }

  /** The watched service of that name whose spans come with the same credential as `beside`'s. */
  neighbour(service: string, beside: ServiceRecord): ServiceRecord | null {
    for (const scope of beside.scopes) {
      const record = this.withScope(service, scope);
      if (record) return record;
    }
    return null;
  }

  withScope(service: string, scope: string): ServiceRecord | null {
    return this.byScope.get(scope)?.get(service) ?? null;
  }

  all(): ServiceRecord[] {
    return [...this.records.values()];
  }

  unclaimed(): { service: string; lastSeen: string }[] {
    return [...this.strangers]
      .reverse()
      .map(([service, at]) => ({ service, lastSeen: new Date(at).toISOString() }));
  }

  /**
   * Some records to be saved, those first that were saved longest ago, until `enough` says so, and all without it; each comes
   * up once a call at most. Those that nothing was heard of since they were saved are passed over.
   */
  *unsaved(now: number, enough?: () => boolean): Generator<ServiceRecord> {
    if (!enough || this.toSave.length === 0) this.toSave = this.all().reverse();
    while (this.toSave.length > 0 && !enough?.()) {
      const record = this.toSave.pop() as ServiceRecord;
      if (this.saved.has(record) && now - record.lastSeenMs > UNHEARD_MS) continue;
      this.saved.add(record);
      yield record;
    }
  }

  /** Services that were dropped since the last call. */
  takeDropped(): Pick<ServiceRecord, "name" | "repository">[] {
    return this.dropped.splice(0);
  }

  toJSON(): ServiceJson[] {
    return this.all().map((record) => record.toJSON());
  }

  restore(json: readonly ServiceJson[]): void {
    for (const one of json) {
      const record = ServiceRecord.from(one, this.budget);
      this.records.set(`${one.repository}\0${one.environment}\0${one.service}`, record);
      for (const scope of one.scopes) this.index(record, scope);
    }
  }

  /** Packs what has grown old and forgets what nothing was heard of for long: of a part of all services, so that four times a second is once a minute for each. */
  sweep(now: number): void {
    if (this.unswept.length === 0) this.unswept = [...this.records.values()];
    for (let left = Math.ceil(this.records.size / SWEEPS); left > 0; left--) {
      const record = this.unswept.pop();
      if (!record?.settle(now)) continue;
      this.remove(record);
      this.dropped.push({ name: record.name, repository: record.repository });
    }
  }

  /** Lets go of all services of that repository, as if they had never been heard of. */
  forget(repository: string): void {
    for (const record of this.all()) {
      if (record.repository !== repository) continue;
      record.dispose();
      this.remove(record);
    }
    const others = (record: ServiceRecord) => record.repository !== repository;
    this.unswept = this.unswept.filter(others);
    this.toSave = this.toSave.filter(others);
  }

  private remove(record: ServiceRecord): void {
    this.records.delete(`${record.repository}\0${record.environment}\0${record.service}`);
    for (const scope of record.scopes) {
      const services = this.byScope.get(scope);
      if (services?.get(record.service) === record) services.delete(record.service);
      if (services?.size === 0) this.byScope.delete(scope);
    }
  }

  private index(record: ServiceRecord, scope: string): void {
    let services = this.byScope.get(scope);
    if (!services) {
      services = new Map();
      this.byScope.set(scope, services);
    }
    if (!services.has(record.service)) services.set(record.service, record);
    record.scopes.add(scope);
  }

  private claim(service: string, repositories: readonly string[], now: number): Claim | null {
    const key = `${service}\0${repositories.join(",")}`;
    const known = this.claims.get(key);
    if (known && now - known.at < CLAIM_MS) return known.claim;
    const claim = this.claimOf(service, repositories);
    if (this.claims.size > 5_000) this.claims.clear();
    this.claims.set(key, { at: now, claim });
    return claim;
  }
}
