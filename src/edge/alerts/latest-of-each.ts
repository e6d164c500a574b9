import type { Alert } from "../../contracts/signal.ts";
import { LIMITS } from "../../safety/limits.ts";

/**
 * The alerts of one body without repetitions, at most 10,000: of those with the same key the one that started last.
 *
 * @param keyOf null leaves the alert out.
 */
export function latestOfEach<Sent extends { startsAt: string }>(
  sent: readonly Sent[],
  keyOf: (alert: Sent) => string | null,
  inCommonWords: (alert: Sent, key: string) => Alert,
): Alert[] {
  const byKey = new Map<string, Alert>();
  for (const alert of sent) {
    if (byKey.size >= LIMITS.alertsPerBody) break;
    const key = keyOf(alert);
    if (key === null) continue;
    const known = byKey.get(key);
    if (known !== undefined && known.startsAt >= alert.startsAt) continue;
    byKey.set(key, inCommonWords(alert, key));
  }
  return [...byKey.values()];
}
