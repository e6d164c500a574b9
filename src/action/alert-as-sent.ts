import type { AlertSignal, HookSignal } from "../contracts/signal.ts";

/** An alert of a run that is run again speaks of when it was sent: one that has come since may have said otherwise. */
export function alertAsSent<T extends AlertSignal | HookSignal | null>(signal: T, sentAt: string): T {
  if (signal?.kind !== "alert") return signal;
  const alerts = signal.alerts.map((alert) =>
    alert.status === "resolved" && alert.endsAt === undefined ? { ...alert, endsAt: sentAt } : alert,
  );
  return { ...signal, alerts };
}
