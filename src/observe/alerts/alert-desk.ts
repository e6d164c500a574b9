import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Alert, AlertSignal } from "../../contracts/signal.ts";
import type { Watch } from "../detection/watch.ts";
import { operationOf } from "../operation-of.ts";
import type { ServiceBook } from "../service-book.ts";
import type { ServiceRecord } from "../service-record.ts";
import type { AlertBook } from "./alert-book.ts";
import { anomalyOfAlert } from "./anomaly-of-alert.ts";
import { symptomOf } from "./symptom-of.ts";

/** Where traffic is seen, it may tell more than the alert, and whose fault it is. */
const HOLD_MS = 3_000;
const TRAFFIC_MS = 30_000;

/** Turns alerts into anomalies, one for one cause with what the traffic shows. */
export class AlertDesk {
  private readonly book: AlertBook;
  private readonly watch: Watch;
  private held: { alert: Alert; record: ServiceRecord; sinceMs: number }[] = [];

  constructor(book: AlertBook, watch: Watch) {
    this.book = book;
    this.watch = watch;
  }

  take(signal: AlertSignal, services: ServiceBook, now: number): { fired: Anomaly[]; resolved: string[] } {
    const fired = new Map<string, Anomaly>();
    const resolved = new Set<string>();
    for (const alert of signal.alerts) {
      if (!alert.service) continue;
      const of = { service: alert.service, ...(alert.environment ? { environment: alert.environment } : {}) };
      const record = services.find(of, signal.repositories, now);
      if (!record) continue;
      if (alert.status === "resolved") {
        this.book.resolve(record.repository, alert.key, now);
        this.held = this.held.filter((one) => one.alert.key !== alert.key);
        resolved.add(alert.key);
        continue;
      }
      this.book.fire(record.repository, alert, signal.source, now);
      const anomaly = this.known(alert, record, now) ?? this.open(alert, record, now);
      if (anomaly) fired.set(anomaly.fingerprint, anomaly);
    }
    return { fired: [...fired.values()], resolved: [...resolved] };
  }

  /** Alerts that were held until the traffic had its say. */
  release(services: ServiceBook, now: number): Anomaly[] {
    const fired = new Map<string, Anomaly>();
    this.held = this.held.filter(({ alert, record, sinceMs }) => {
      const known = this.known(alert, record, now);
      if (!known && now - sinceMs < HOLD_MS) return true;
      const anomaly =
        known ??
        this.report(
          alert,
          services.get(record.repository, record.environment, record.service) ?? record,
          now,
        );
      fired.set(anomaly.fingerprint, anomaly);
      return false;
    });
    return [...fired.values()];
  }

  /** The anomaly that an alert speaks of, if it was reported already: the service's own, or the one that it suffers from. */
  private known(alert: Alert, record: ServiceRecord, now: number): Anomaly | null {
    const symptom = symptomOf(alert);
    const operation = alert.operation ? operationOf({ name: alert.operation, attributes: {} }) : "*";
    const own = this.watch.of(record.repository, record.service);
    const reported =
      own.find(
        (one) =>
          one.anomaly.symptom === symptom &&
          (operation === "*" || one.operations.includes("*") || one.operations.includes(operation)),
      ) ??
      own.find((one) => one.anomaly.symptom === symptom && one.anomaly.source === "telemetry") ??
      this.watch.behind(record.repository, record.service);
    if (!reported) return null;
    reported.lastBrokenMs = now;
    if (!reported.anomaly.alerts.includes(alert.key)) {
      reported.anomaly = { ...reported.anomaly, alerts: [...reported.anomaly.alerts, alert.key].slice(-50) };
    }
    return reported.anomaly;
  }

  private open(alert: Alert, record: ServiceRecord, now: number): Anomaly | null {
    const newest = record.whole.newest * 1000;
    if (now - newest < TRAFFIC_MS) {
      if (!this.held.some((one) => one.alert.key === alert.key))
        this.held.push({ alert, record, sinceMs: now });
      return null;
    }
    return this.report(alert, record, now);
  }

  private report(alert: Alert, record: ServiceRecord, now: number): Anomaly {
    const anomaly = anomalyOfAlert(alert, record, now);
    this.watch.report(anomaly, record, now);
    return anomaly;
  }
}
