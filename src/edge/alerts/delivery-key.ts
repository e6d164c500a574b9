import type { AlertSignal } from "../../contracts/signal.ts";
import { contentKey } from "./content-key.ts";

/**
 * The idempotency key of an alert delivery. A retry has the same one, and so has a repeat of what is
 * still firing; another status, another onset or another set of alerts has not. Texts and values, which may
 * wander while an alert fires, do not count.
 */
export function deliveryKey(signal: AlertSignal): string {
  const alerts = signal.alerts
    .map(({ key, status, startsAt, endsAt }) => JSON.stringify([key, status, startsAt, endsAt ?? null]))
    .sort();
  return `${signal.source}:${contentKey([...signal.repositories].sort(), alerts)}`;
}
