import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Alert, AlertSignal } from "../../contracts/signal.ts";

/** Alerts that are kept whole, for what they say. */
const MAX_ALERTS = 500;
/** Alerts of which it is known whether they fire. */
const MAX_MARKS = 20_000;

export interface KnownAlert {
  repository: string;
  alert: Alert;
  source: AlertSignal["source"];
  firedMs: number;
  /** Null while it fires. */
  resolvedMs: number | null;
}

/** What one alert did last. */
interface Mark {
  /** Of the anomaly that it was put to; empty where it was put to none yet. */
  cause: string;
  /** By its own source. */
  startsMs: number;
  /** By its own source; null where it did not say, or while it fires. */
  endedMs: number | null;
  /** When that was heard; null while it fires. */
  resolvedMs: number | null;
}

export type MarkJson = [
  id: string,
  cause: string,
  startsMs: number,
  endedMs: number | null,
  resolvedMs: number | null,
];

/** What is known of all alerts behind an incident. */
export interface AlertsOf {
  total: number;
  firing: number;
  /** Names of some that fire. */
  names: string[];
  /** Whether one of those that fire comes from a source that never says when it is over. */
  endless: boolean;
  /** When the last resolution was heard, in epoch milliseconds; null while there was none. */
  lastResolvedMs: number | null;
}

/**
 * Alerts by repository and key: of the latest five hundred what they say, and of the latest twenty thousand whether
 * they fire and of which anomaly, so that a storm of them is not taken to be over when some of it is.
 */
export class AlertBook {
  private readonly known = new Map<string, KnownAlert>();
  private readonly marks = new Map<string, Mark>();
  private readonly byCause = new Map<string, Set<string>>();

  /**
   * Takes down that an alert fires: for the first time, as before, anew after it had resolved, or late, in a delivery
   * that its resolution has overtaken.
   */
  fire(
    repository: string,
    alert: Alert,
    source: AlertSignal["source"],
    now: number,
  ): "new" | "still" | "again" | "late" {
    const id = idOf(repository, alert.key);
    const mark = this.marks.get(id);
    const startsMs = Date.parse(alert.startsAt);
    if (mark && mark.resolvedMs !== null && startsMs <= Math.max(mark.startsMs, mark.endedMs ?? 0))
      return "late";
    const still = mark !== undefined && mark.resolvedMs === null;
    const before = this.known.get(id);
    this.known.delete(id);
    this.known.set(id, {
      repository,
      // Told again, some sources give the time of telling: it fires since it did first.
      alert: still && before ? { ...alert, startsAt: before.alert.startsAt } : alert,
      source,
      firedMs: still && before ? before.firedMs : now,
      resolvedMs: null,
    });
    if (this.known.size > MAX_ALERTS) this.known.delete(this.known.keys().next().value as string);
    this.mark(id, {
      cause: mark?.cause ?? "",
      startsMs: still ? mark.startsMs : startsMs,
      endedMs: null,
      resolvedMs: null,
    });
    return still ? "still" : mark ? "again" : "new";
  }

  /** Takes down that it resolved; answers the anomaly's fingerprint where that is news, else null. */
  resolve(repository: string, alert: Alert, now: number): string | null {
    const id = idOf(repository, alert.key);
    const mark = this.marks.get(id);
    const endedMs = alert.endsAt === undefined ? null : Date.parse(alert.endsAt);
    // Of an episode before the one that is on: it came late.
    if (mark && endedMs !== null && endedMs < mark.startsMs) return null;
    const known = this.known.get(id);
    if (known) known.resolvedMs ??= now;
    this.mark(id, {
      cause: mark?.cause ?? "",
      startsMs: mark?.startsMs ?? Date.parse(alert.startsAt),
      endedMs,
      resolvedMs: mark?.resolvedMs ?? now,
    });
    return mark !== undefined && mark.resolvedMs === null && mark.cause !== "" ? mark.cause : null;
  }

  /** Puts an alert to the anomaly that it speaks of. */
  put(repository: string, key: string, cause: string): void {
    const id = idOf(repository, key);
    const mark = this.marks.get(id);
    if (mark === undefined || mark.cause === cause) return;
    this.leave(repository, id, mark.cause);
    mark.cause = cause;
    this.join(repository, id, cause);
  }

  get(repository: string, key: string): KnownAlert | null {
    return this.known.get(idOf(repository, key)) ?? null;
  }

  /** Whether one of the alerts behind that anomaly has not been resolved. */
  fires(anomaly: Anomaly): boolean {
    for (const id of this.idsOf(anomaly)) if (this.marks.get(id)?.resolvedMs === null) return true;
    return false;
  }

  /** All alerts that were put to what these keys were put to. Keys of which nothing is known do not count. */
  of(anomaly: Anomaly): AlertsOf {
    const answer: AlertsOf = { total: 0, firing: 0, names: [], endless: false, lastResolvedMs: null };
    for (const id of this.idsOf(anomaly)) {
      const mark = this.marks.get(id);
      if (!mark) continue;
      answer.total++;
      if (mark.resolvedMs === null) {
        answer.firing++;
        const known = this.known.get(id);
        if (known && answer.names.length < 3 && !answer.names.includes(known.alert.name)) {
          answer.names.push(known.alert.name);
        }
        if (known?.source === "sentry") answer.endless = true;
      } else answer.lastResolvedMs = Math.max(answer.lastResolvedMs ?? 0, mark.resolvedMs);
    }
    return answer;
  }

  toJSON(): KnownAlert[] {
    return [...this.known.values()];
  }

  /** @param repository of that one alone */
  marksJson(repository?: string): MarkJson[] {
    const start = repository === undefined ? "" : idOf(repository, "");
    const marks: MarkJson[] = [];
    for (const [id, mark] of this.marks)
      if (id.startsWith(start)) marks.push([id, mark.cause, mark.startsMs, mark.endedMs, mark.resolvedMs]);
    return marks;
  }

  restore(json: readonly KnownAlert[], marks: readonly MarkJson[]): void {
    for (const one of structuredClone(json)) this.known.set(idOf(one.repository, one.alert.key), one);
    for (const [id, cause, startsMs, endedMs, resolvedMs] of marks) {
      this.mark(id, { cause, startsMs, endedMs, resolvedMs });
    }
    for (const [id, { alert, resolvedMs }] of this.known) {
      if (this.marks.has(id)) continue;
      this.mark(id, { cause: "", startsMs: Date.parse(alert.startsAt), endedMs: null, resolvedMs });
    }
  }

  private *idsOf(anomaly: Anomaly): Generator<string> {
    const causes = new Set([anomaly.fingerprint]);
    for (const key of anomaly.alerts) {
      const id = idOf(anomaly.repository, key);
      const cause = this.marks.get(id)?.cause;
      if (cause) causes.add(cause);
      else yield id;
    }
    for (const cause of causes) yield* this.byCause.get(`${anomaly.repository}\0${cause}`) ?? [];
  }

  private mark(id: string, mark: Mark): void {
    const repository = repositoryOf(id);
    const before = this.marks.get(id);
    if (before) this.leave(repository, id, before.cause);
    this.marks.delete(id);
    this.marks.set(id, mark);
    this.join(repository, id, mark.cause);
    if (this.marks.size <= MAX_MARKS) return;
    const [oldest, { cause }] = this.marks.entries().next().value as [string, Mark];
    this.marks.delete(oldest);
    this.leave(repositoryOf(oldest), oldest, cause);
  }

  private join(repository: string, id: string, cause: string): void {
    if (cause === "") return;
    const key = `${repository}\0${cause}`;
    const ids = this.byCause.get(key) ?? new Set();
    this.byCause.set(key, ids.add(id));
  }

  private leave(repository: string, id: string, cause: string): void {
    const key = `${repository}\0${cause}`;
    const ids = this.byCause.get(key);
    ids?.delete(id);
    if (ids?.size === 0) this.byCause.delete(key);
  }
}

const idOf = (repository: string, key: string) => `${repository}\0${key}`;
const repositoryOf = (id: string) => id.slice(0, id.indexOf("\0"));
