import type { AlertSignal } from "../../contracts/signal.ts";
import { contentKey } from "./content-key.ts";

/**
 * The idempotency key of an alert delivery: the source's own name for it where there is one, else of what it says. A retry has the same one, and so has a repeat of what is
 * still firing; another status, another onset or another set of alerts has not. Texts and values, which may
 * wander while an alert fires, do not count.
 */
export function deliveryKey(signal: AlertSignal): string {
  const repositories = [...signal.repositories].sort();
  if (signal.delivery !== undefined) {
    return `${signal.source}:${contentKey(repositories, "delivery", signal.delivery)}`;
  }
  const alerts = signal.alerts
    .map(({ key, status, startsAt, endsAt }) => JSON.stringify([key, status, startsAt, endsAt ?? null]))
    .sort();
  return `${signal.source}:${contentKey(repositories, alerts)}`;
}
