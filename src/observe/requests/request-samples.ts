import type { Span } from "../../contracts/telemetry.ts";
import { isFailure } from "../is-failure.ts";
import { operationOf } from "../operation-of.ts";
import type { TraceRecord } from "../traces/trace-record.ts";
import { type Facts, requestFacts } from "./request-facts.ts";

/** Of one operation, the latest of each sort. */
const MAX_OF_OPERATION = 400;
const MAX_SAMPLES = 6_000;
/** Records come and go; the one that was begun first gives way. */
const MAX_SERVICES = 1_500;
/** Requests that are taken down in one second of an operation that goes bad, of each sort; of any other, one in ten seconds. */
const HOT_PER_SECOND = 8;
const HOT_MS = 60_000;
const COLD_MS = 10_000;
/** Over all operations. */
const MAX_PER_SECOND = 250;
const MAX_FLAGGED = 4_000;

export interface RequestSample {
  atMs: number;
  durationMs: number;
  failed: boolean;
  traceId: string;
  spanId: string;
  facts: Facts;
}

/** A sample with its facts as names and values by turns: a map of each would take four times the room, and few are ever read. */
type Held = Omit<RequestSample, "facts"> & { facts: (string | number)[] };

interface Sort {
  samples: Held[];
  second: number;
  taken: number;
}

interface Operation {
  bad: Sort;
  good: Sort;
  hotUntil: number;
  coldFrom: number;
}

/**
 * Requests with their attributes, a bounded sample of bad and of good ones of each operation: which of them are taken
 * depends on when they came, never on what they say, so that bad and good can be compared. `K` is a service's record.
 */
export class RequestSamples<K extends object> {
  private readonly services = new Map<K, Map<string, Operation>>();
  private readonly flags = new Map<string, Map<string, string>>();
  private second = 0;
  private taken = 0;
  private total = 0;

  /** @param slow whether it took longer than its objective, or than is normal for it. */
  add(key: K, record: TraceRecord, entry: Span, slow: boolean, now: number): void {
    const name = operationOf(entry);
    let operations = this.services.get(key);
    if (!operations) {
      operations = new Map();
      this.services.set(key, operations);
      if (this.services.size > MAX_SERVICES) this.forget(this.services.keys().next().value as K);
    }
    let operation = operations.get(name);
    if (!operation) {
      if (operations.size >= 100) return;
      const sort = (): Sort => ({ samples: [], second: 0, taken: 0 });
      operation = { bad: sort(), good: sort(), hotUntil: 0, coldFrom: 0 };
      operations.set(name, operation);
    }
    const failed = isFailure(entry);
    const bad = failed || slow;
    if (bad) operation.hotUntil = now + HOT_MS;
    else if (now >= operation.hotUntil) {
      if (now < operation.coldFrom) return;
      operation.coldFrom = now + COLD_MS;
    }
    const second = Math.floor(now / 1000);
    if (second !== this.second) {
      this.second = second;
      this.taken = 0;
    }
    const sort = bad ? operation.bad : operation.good;
    if (sort.second !== second) {
      sort.second = second;
      sort.taken = 0;
    }
    if (sort.taken >= HOT_PER_SECOND || this.taken >= MAX_PER_SECOND) return;
    sort.taken++;
    this.taken++;
    const { facts, ...rest } = this.sampleOf(record, entry);
    sort.samples.push({ ...rest, facts: inTurns(facts) });
    this.total++;
    if (sort.samples.length > MAX_OF_OPERATION) {
      sort.samples.shift();
      this.total--;
    }
    if (this.total > MAX_SAMPLES) this.thinOut();
  }

  /** As `add` would take it, for a request whose trace is still open. */
  sampleOf(record: TraceRecord, entry: Span): RequestSample {
    return {
      atMs: entry.endMs,
      durationMs: Math.max(0, entry.endMs - entry.startMs),
      failed: isFailure(entry),
      traceId: entry.traceId,
      spanId: entry.spanId,
      facts: requestFacts(record, entry, this.flags.get(`${record.scope}|${record.traceId}`)),
    };
  }

  /** Of that operation, "*" for any, in no order. */
  of(key: K, operation: string): RequestSample[] {
    const operations = this.services.get(key);
    if (!operations) return [];
    const chosen = operation === "*" ? [...operations.values()] : [operations.get(operation)];
    return chosen.flatMap((one) => (one ? [...one.bad.samples, ...one.good.samples].map(read) : []));
  }

  /** A log record said which variant a request of that trace was given. */
  flag(scope: string, traceId: string, flag: { key: string; variant: string }): void {
    const key = `${scope}|${traceId}`;
    let flags = this.flags.get(key);
    if (!flags) {
      flags = new Map();
      this.flags.set(key, flags);
      if (this.flags.size > MAX_FLAGGED) this.flags.delete(this.flags.keys().next().value as string);
    }
    if (flags.size < 20) flags.set(flag.key, flag.variant);
  }

  get size(): number {
    return this.total;
  }

  /** The older half of every sort that holds more than a few goes. */
  private thinOut(): void {
    this.total = 0;
    for (const operations of this.services.values()) {
      for (const operation of operations.values()) {
        for (const sort of [operation.bad, operation.good]) {
          if (sort.samples.length > 4) sort.samples.splice(0, Math.ceil(sort.samples.length / 2));
          this.total += sort.samples.length;
        }
      }
    }
    // Few of each of very many: halving again would find nothing to take.
    for (const oldest of this.services.keys()) {
      if (this.total <= MAX_SAMPLES / 2) break;
      this.forget(oldest);
    }
  }

  private forget(key: K): void {
    for (const one of this.services.get(key)?.values() ?? [])
      this.total -= one.bad.samples.length + one.good.samples.length;
    this.services.delete(key);
  }
}

function inTurns(facts: Facts): (string | number)[] {
  // Of its whole length at once: an array that grows takes more than it holds.
  const all = new Array<string | number>(2 * facts.size);
  let at = 0;
  for (const [name, value] of facts) {
    all[at++] = name;
    all[at++] = value;
  }
  return all;
}

function read({ facts, ...rest }: Held): RequestSample {
  const named: Facts = new Map();
  for (let i = 0; i < facts.length; i += 2) named.set(facts[i] as string, facts[i + 1] as string | number);
  return { ...rest, facts: named };
}
