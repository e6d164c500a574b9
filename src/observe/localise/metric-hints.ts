import type { Memory } from "../ingest-telemetry.ts";
import { shiftedMetrics } from "../metrics/shifted-metrics.ts";
import type { Hint } from "./localise.ts";

/** What a process or its machine uses up; the others follow from who waits for whom. */
const RESOURCE =
  /cpu|mem|heap|rss|disk|fs[._]|filesystem|file|io[._]|iops|throttl|restart|thread|gc[._]|pool|queue|socket|network|packet|retrans|drop/i;
/** Deviations beyond which a metric has moved as far as any can. */
const FAR = 30;

/**
 * How far each service's metrics moved, against those of all others, by robustly scaled deviations (BARO, FSE 2024). A
 * resource that is used up more points at its service; traffic, and what falls, follows from elsewhere just as well.
 */
export function metricHints(
  of: { scopes: ReadonlySet<string>; environment: string },
  memory: Memory,
  onset: { earliest: number; at: number },
  now: number,
): Hint[] {
  const farthest = new Map<string, { size: number; because: string }>();
  for (const { service, series, deviations } of shiftedMetrics(memory.witnesses.metrics, of, onset, now)) {
    const weight = RESOURCE.test(series.name) && deviations > 0 ? 1 : 0.25;
    const size = weight * Math.min(FAR, Math.abs(deviations));
    if (size > (farthest.get(service)?.size ?? 0)) {
      farthest.set(service, {
        size,
        because: `${series.name} moved by ${Math.round(deviations)} deviations`,
      });
    }
  }
  const most = Math.max(0, ...[...farthest.values()].map(({ size }) => size));
  return [...farthest].map(([service, { size, because }]) => ({
    service,
    // The farthest counts most: what is half as far is mostly a consequence.
    score: (size / most) ** 2 * (most / (most + 5)),
    because,
  }));
}
