import { benjaminiHochberg } from "../evidence/benjamini-hochberg.ts";
import { type LevelShift, levelShift } from "./level-shift.ts";
import type { MetricBook } from "./metric-book.ts";
import { type MetricSeries, STEP_MS } from "./metric-series.ts";

const LOOK_BACK_MS = 30 * 60_000;
/** A level that moved less is no explanation, however surely it moved. */
const WORTH = 0.15;
export const FALSE_DISCOVERIES = 0.05;

export interface ShiftedMetric extends LevelShift {
  service: string;
  series: MetricSeries;
  q: number;
}

/**
 * Metrics of all services under these credentials whose level is another since the onset, the farthest first; of all
 * that are told at most one in twenty is expected to be there by chance.
 */
export function shiftedMetrics(
  metrics: MetricBook,
  of: { scopes: ReadonlySet<string>; environment: string },
  onset: { earliest: number; at: number },
  now: number,
): ShiftedMetric[] {
  const tried: Omit<ShiftedMetric, "q">[] = [];
  const since = Math.floor(onset.at / STEP_MS) * STEP_MS;
  for (const [service, all] of metrics.of(of.scopes, of.environment)) {
    for (const series of all) {
      const values = (from: number, to: number) => series.read(from, to).map((one) => one.value);
      const before = values(onset.earliest - LOOK_BACK_MS, Math.min(onset.earliest - STEP_MS + 1, since));
      const shift = levelShift(before, values(since, now + 1));
      if (shift) tried.push({ service, series, ...shift });
    }
  }
  const q = benjaminiHochberg(tried.map((one) => one.p));
  return tried
    .map((one, i) => ({ ...one, q: q[i] as number }))
    .filter((one) => one.q <= FALSE_DISCOVERIES && moved(one) >= WORTH)
    .sort((a, b) => Math.abs(b.deviations) - Math.abs(a.deviations) || compare(a, b));
}

const moved = ({ before, after }: LevelShift) =>
  Math.abs(after - before) / Math.max(Math.abs(before), Math.abs(after), 1e-12);

function compare(
  a: { service: string; series: MetricSeries },
  b: { service: string; series: MetricSeries },
): number {
  const key = (one: typeof a) =>
    `${one.service}\0${one.series.name}\0${JSON.stringify(one.series.attributes)}`;
  return key(a) < key(b) ? -1 : 1;
}
