import type { AlertSignal, HookSignal } from "../contracts/signal.ts";

/** Of a run that is run again: an alert that does not say when it was over was over when that was sent, and may fire anew since. */
export function alertHeardAgain<T extends AlertSignal | HookSignal | null>(signal: T, sentAt: string): T {
  if (signal?.kind !== "alert") return signal;
  const alerts = signal.alerts.map((alert) =>
    alert.status === "resolved" && alert.endsAt === undefined ? { ...alert, endsAt: sentAt } : alert,
  );
  return { ...signal, alerts };
}
