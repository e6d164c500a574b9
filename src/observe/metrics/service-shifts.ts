import type { MetricBook } from "./metric-book.ts";
import { shiftedMetrics } from "./shifted-metrics.ts";

/**
 * How much of all that moved in the metrics moved in each service: scores sum to 1, the most first; empty where
 * nothing did. A hint of where to look, and no more: a caller's metrics move with those of what it calls.
 */
export function serviceShifts(
  metrics: MetricBook,
  of: { scopes: ReadonlySet<string>; environment: string },
  onset: { earliest: number; at: number },
  now: number,
): { service: string; score: number }[] {
  const strength = new Map<string, number>();
  for (const { service, deviations } of shiftedMetrics(metrics, of, onset, now)) {
    const size = Math.abs(deviations);
    strength.set(service, (strength.get(service) ?? 0) + size / (size + 5));
  }
  const all = [...strength.values()].reduce((sum, one) => sum + one, 0);
  return [...strength]
    .map(([service, one]) => ({ service, score: one / all }))
    .sort((a, b) => b.score - a.score || (a.service < b.service ? -1 : 1));
}
