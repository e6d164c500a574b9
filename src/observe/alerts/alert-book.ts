import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Alert, AlertSignal } from "../../contracts/signal.ts";

const MAX_ALERTS = 2_000;

export interface KnownAlert {
  repository: string;
  alert: Alert;
  source: AlertSignal["source"];
  firedMs: number;
  /** Null while it fires. */
  resolvedMs: number | null;
}

/** Alerts that fired, by repository and key, the latest two thousand. */
export class AlertBook {
  private readonly known = new Map<string, KnownAlert>();

  fire(repository: string, alert: Alert, source: AlertSignal["source"], now: number): void {
    const id = `${repository}\0${alert.key}`;
    const before = this.known.get(id);
    this.known.delete(id);
    const still = before && before.resolvedMs === null;
    this.known.set(id, {
      repository,
      alert,
      source,
      firedMs: still ? before.firedMs : now,
      resolvedMs: null,
    });
    if (this.known.size > MAX_ALERTS) this.known.delete(this.known.keys().next().value as string);
  }

  resolve(repository: string, key: string, now: number): void {
    const known = this.known.get(`${repository}\0${key}`);
    if (known) known.resolvedMs ??= now;
  }

  get(repository: string, key: string): KnownAlert | null {
    return this.known.get(`${repository}\0${key}`) ?? null;
  }

  /** Whether one of the alerts behind that anomaly has not been resolved. */
  fires(anomaly: Anomaly): boolean {
    return anomaly.alerts.some((key) => this.get(anomaly.repository, key)?.resolvedMs === null);
  }

  toJSON(): KnownAlert[] {
    return [...this.known.values()];
  }

  restore(json: KnownAlert[]): void {
    for (const one of structuredClone(json)) this.known.set(`${one.repository}\0${one.alert.key}`, one);
  }
}
