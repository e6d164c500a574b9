import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Alert, AlertChange, AlertSignal } from "../../contracts/signal.ts";
import type { Reported, Watch } from "../detection/watch.ts";
import { operationOf } from "../operation-of.ts";
import type { ServiceBook } from "../service-book.ts";
import type { ServiceRecord } from "../service-record.ts";
import type { AlertBook } from "./alert-book.ts";
import { anomalyOfAlert } from "./anomaly-of-alert.ts";
import type { KnownCallers } from "./known-callers.ts";
import { symptomOf } from "./symptom-of.ts";

/** Where traffic is seen, it may tell more than the alert, and whose fault it is. */
const HOLD_MS = 3_000;
const TRAFFIC_MS = 30_000;
/** What one cause breaks breaks at nearly the same time. */
const TOGETHER_MS = 60_000;
/** Keys that an anomaly names of the alerts behind it; the book knows them all. */
const MOST_KEYS = 50;

/** Places of one service that alerts alone may name at a time; whatever comes besides is put to the first of them. */
const MOST_PLACES = 20;
/** Places that are held at a time. */
const MOST_HELD = 1_000;

/** Alerts of one place and symptom, until the traffic has had its say. */
interface Held {
  alert: Alert;
  record: ServiceRecord;
  keys: Set<string>;
  sinceMs: number;
}

/** What a delivery of alerts comes to. */
export interface Taken {
  /** What is broken by them, each cause once. */
  fired: Anomaly[];
  /** Of alerts that were known: what became of them. */
  changes: AlertChange[];
  /** Names of what is held; `holds` says when it has come out of `release`. */
  held: string[];
}

/** Turns alerts into anomalies, one for one cause with what the traffic shows. */
export class AlertDesk {
  private readonly book: AlertBook;
  private readonly watch: Watch;
  private readonly callers: KnownCallers;
  private readonly held = new Map<string, Held>();

  constructor(book: AlertBook, watch: Watch, callers: KnownCallers) {
    this.book = book;
    this.watch = watch;
    this.callers = callers;
  }

  take(signal: AlertSignal, services: ServiceBook, now: number): Taken {
    const fired = new Map<string, Anomaly>();
    const held = new Set<string>();
    const changes: AlertChange[] = [];
    for (const alert of signal.alerts) {
      if (!alert.service) continue;
      const of = { service: alert.service, ...(alert.environment ? { environment: alert.environment } : {}) };
      const record = services.find(of, signal.repositories, now);
      if (!record) continue;
      const { repository } = record;
      const change = (cause: string, what: AlertChange["what"]) =>
        changes.push({ repository, cause, key: alert.key, name: alert.name, what });
      if (alert.status === "resolved") {
        const cause = this.book.resolve(repository, alert, now);
        this.letGo(record, alert);
        if (cause !== null) change(cause, "resolved");
        continue;
      }
      const firing = this.book.fire(repository, alert, signal.source, now);
      if (firing === "late") continue;
      const reported = this.reportedFor(alert, record) ?? this.upstreamOf(alert, record, services, now);
      if (!reported) {
        const anomaly = this.open(alert, record, now, held);
        if (anomaly) fired.set(anomaly.fingerprint, anomaly);
        if (anomaly && firing === "again") change(anomaly.fingerprint, "fires-again");
        continue;
      }
      if (firing !== "still") this.renew(reported, alert, record, now);
      if (firing === "again") change(reported.anomaly.fingerprint, "fires-again");
      const anomaly = this.join(reported, alert.key, repository, now);
      fired.set(anomaly.fingerprint, anomaly);
    }
    return { fired: [...fired.values()], changes, held: [...held] };
  }

  /** Alerts that were held until the traffic had its say. */
  release(services: ServiceBook, now: number): Anomaly[] {
    const fired = new Map<string, Anomaly>();
    for (const [name, { alert, record, keys, sinceMs }] of [...this.held]) {
      const known = this.reportedFor(alert, record) ?? this.upstreamOf(alert, record, services, now);
      if (!known && now - sinceMs < HOLD_MS) continue;
      this.held.delete(name);
      if (!known) {
        this.report(
          alert,
          services.get(record.repository, record.environment, record.service) ?? record,
          now,
        );
      }
      const reported = known ?? this.reportedFor(alert, record);
      for (const key of reported ? keys : []) {
        const anomaly = this.join(reported as Reported, key, record.repository, now);
        fired.set(anomaly.fingerprint, anomaly);
      }
    }
    return [...fired.values()];
  }

  holds(name: string): boolean {
    return this.held.has(name);
  }

  /** What an alert speaks of, if it was reported already: the service's own anomaly, or the one that it suffers from. */
  private reportedFor(alert: Alert, record: ServiceRecord): Reported | undefined {
    const symptom = symptomOf(alert);
    const operation = operationIn(alert, record);
    const own = this.watch.of(record.repository, record.service);
    return (
      own.find(
        (one) =>
          one.anomaly.symptom === symptom &&
          (operation === "*" || one.operations.includes("*") || one.operations.includes(operation)),
      ) ??
      own.find((one) => one.anomaly.symptom === symptom && one.anomaly.source === "telemetry") ??
      this.watch.behind(record.repository, record.service) ??
      (own.length >= MOST_PLACES ? own[0] : undefined)
    );
  }

  /** What alerts have told of a service that this one calls, by its traces: then this one suffers with it. */
  private upstreamOf(
    alert: Alert,
    record: ServiceRecord,
    services: ServiceBook,
    now: number,
  ): Reported | undefined {
    if (this.watch.of(record.repository, record.service).length > 0) return undefined;
    const startsMs = Date.parse(alert.startsAt);
    const upstream = this.watch.in(record.repository).find(({ anomaly }) => {
      const { source, environment, service, onset } = anomaly;
      if (source !== "alert" || environment !== record.environment) return false;
      if (Math.abs(startsMs - Date.parse(onset.latest)) > TOGETHER_MS) return false;
      const other = services.get(record.repository, environment, service);
      return other !== null && this.callers.of(other, now).has(record.service);
    });
    if (upstream) {
      const { anomaly } = upstream;
      upstream.anomaly = { ...anomaly, blastRadius: [...anomaly.blastRadius, record.service] };
    }
    return upstream;
  }

  private join(reported: Reported, key: string, repository: string, now: number): Anomaly {
    reported.lastBrokenMs = now;
    this.book.put(repository, key, reported.anomaly.fingerprint);
    const { alerts } = reported.anomaly;
    // The first ones tell most; any of them leads the book to the others.
    if (alerts.length < MOST_KEYS && !alerts.includes(key)) {
      reported.anomaly = { ...reported.anomaly, alerts: [...alerts, key] };
    }
    return reported.anomaly;
  }

  /**
   * What alerts alone tell of breaks since the newest of them fired: an open incident keeps its own onset, and where
   * it has ended meanwhile this is what tells a recurrence from a late word.
   */
  private renew(reported: Reported, alert: Alert, record: ServiceRecord, now: number): void {
    const { anomaly } = reported;
    if (anomaly.source !== "alert" || Date.parse(alert.startsAt) <= Date.parse(anomaly.onset.latest)) return;
    const { onset, detectedAt, observed, summary } = anomalyOfAlert(alert, record, now);
    reported.anomaly = { ...anomaly, onset, detectedAt, observed, summary };
  }

  private open(alert: Alert, record: ServiceRecord, now: number, held: Set<string>): Anomaly | null {
    const newest = record.whole.newest * 1000;
    if (now - newest >= TRAFFIC_MS) return this.report(alert, record, now);
    const name = placeOf(alert, record);
    const same = this.held.get(name);
    if (same) same.keys.add(alert.key);
    else if (this.held.size >= MOST_HELD) return this.report(alert, record, now);
    else this.held.set(name, { alert, record, keys: new Set([alert.key]), sinceMs: now });
    held.add(name);
    return null;
  }

  /** One that resolved before the traffic had its say is not spoken of. */
  private letGo(record: ServiceRecord, alert: Alert): void {
    const name = placeOf(alert, record);
    const held = this.held.get(name);
    held?.keys.delete(alert.key);
    if (held?.keys.size === 0) this.held.delete(name);
  }

  private report(alert: Alert, record: ServiceRecord, now: number): Anomaly {
    const found = anomalyOfAlert(alert, record, now);
    // Who waits for it, and is known to be broken as well, suffers with it.
    const callers = this.callers.of(record, now);
    const broken = this.watch.in(record.repository).map(({ anomaly }) => anomaly.service);
    const anomaly = { ...found, blastRadius: [...new Set(broken)].filter((service) => callers.has(service)) };
    this.watch.report(anomaly, record, now);
    this.book.put(record.repository, alert.key, anomaly.fingerprint);
    return anomaly;
  }
}

const operationIn = (alert: Alert, { rates }: ServiceRecord) =>
  alert.operation ? rates.operationNamed(operationOf({ name: alert.operation, attributes: {} })) : "*";

const placeOf = (alert: Alert, record: ServiceRecord) =>
  [record.repository, record.environment, record.service, operationIn(alert, record), symptomOf(alert)].join(
    "\0",
  );
