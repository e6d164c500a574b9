import type { Anomaly } from "./contracts/anomaly.ts";
import type { Clock } from "./contracts/ports/clock.ts";
import type { AlertChange } from "./contracts/signal.ts";

/** Alerts of one cause come one by one: those that follow within this time are weighed together. */
const TOGETHER_MS = 1_500;

/**
 * Gathers what alerts say within a moment, and has the incidents hear it at once.
 *
 * @returns takes what one delivery says; resolves once the incidents have heard all of its moment
 */
export function alertsTogether(
  clock: Clock,
  loop: {
    admit(anomalies: Anomaly[]): Promise<void>;
    alerts(changes: AlertChange[]): Promise<void>;
  },
): (fired: readonly Anomaly[], changes: readonly AlertChange[]) => Promise<void> {
  let moment: { anomalies: Map<string, Anomaly>; changes: AlertChange[]; heard: Promise<void> } | null = null;

  function begin() {
    const anomalies = new Map<string, Anomaly>();
    const changes: AlertChange[] = [];
    const heard = new Promise<void>((done) => clock.after(TOGETHER_MS, done)).then(async () => {
      moment = null;
      if (anomalies.size > 0) await loop.admit([...anomalies.values()]);
      if (changes.length > 0) await loop.alerts(changes);
    });
    return { anomalies, changes, heard };
  }

  return (fired, changes) => {
    moment ??= begin();
    for (const anomaly of fired) moment.anomalies.set(anomaly.fingerprint, anomaly);
    moment.changes.push(...changes);
    return moment.heard;
  };
}
