import type { OperationSeries } from "../operation-series.ts";
import { binomialTail } from "../statistics/binomial-tail.ts";
import { fisherExact } from "../statistics/fisher-exact.ts";
import type { Tally } from "../tally.ts";

/** Seconds, the short before the long; with each, how many times the objective the bad share must be. */
const WINDOWS: readonly (readonly [seconds: number, burn: number])[] = [
  [2, 5],
  [3, 5],
  [4, 5],
  [5, 5],
  [7, 5],
  [10, 4],
  [15, 3],
  [20, 3],
  [30, 2.5],
  [45, 2],
  [60, 2],
];
const LONGEST = 60;

/**
 * Were nothing to change, one window in a million would look this bad against what was normal. Windows overlap,
 * so a series is about one independent look a second: expect one false alarm in more than eleven days of a
 * series that always sits close under its objective, and in practice none of one that sits well under it.
 */
const FALSE_ALARM = 1e-6;
const NORMAL_SECONDS = 600;
/** The short window that goes with a long one: two blips half a minute apart are not one breach of half a minute. */
const SHORT_SECONDS = 10;
/** How long a breach must last where nothing before it is known. */
const ALONE_SECONDS = 8;
/** With less than this seen before, nobody can say what is normal, and only a gross and lasting breach counts. */
const ENOUGH = { requests: 30, seconds: 15 };

export interface Demands {
  /** Share of bad requests that the objective allows. */
  allowed: number;
  /** A request slower than this is bad; null: a failing one is. */
  slowMs: number | null;
  burns: boolean;
  minimumHits: number;
  minimumRequests: number;
  /** From the first bad second to the last, at least: what passes sooner is a blip. */
  lastingSeconds: number;
  /** How surely the objective must be broken. */
  significance: number;
}

export interface Shift {
  /** First second of the window. */
  from: number;
  window: Tally;
  normal: Tally;
  normalSeconds: number;
  /** How likely the window were if nothing had changed. */
  p: number;
}

/**
 * Looks for a share of bad requests that is over the objective now and was not before, in windows of 2 to 60
 * seconds that all end at the newest second. After the multi-window, multi-burn-rate alerts of Google's SRE
 * workbook (https://sre.google/workbook/alerting-on-slos/): the shorter the window, the more the budget must burn,
 * and the short window that goes with a long one must have burnt throughout, and the newest two seconds still burn. In place of their fixed hours, which make few requests safe, two
 * exact tests do: Clopper–Pearson's against the objective, Fisher's against the ten minutes before.
 */
export function scanWindows(series: OperationSeries, demands: Demands): Shift | null {
  const steps = series.steps(series.newest - LONGEST + 1, series.newest, demands.slowMs).reverse();
  if (!steps.slice(0, 2).some(isBad)) return null;
  let best: Shift | null = null;
  let older: (Tally & { seconds: number }) | null = null;
  const window: Tally = { total: 0, hits: 0 };
  let seconds = 0;
  for (const [length, burn] of WINDOWS) {
    for (; seconds < length; seconds++) {
      const step = steps[seconds] as Tally;
      window.total += step.total;
      window.hits += step.hits;
    }
    if (window.hits < demands.minimumHits || window.total < demands.minimumRequests) continue;
    const recent = steps.slice(0, Math.max(Math.min(length, SHORT_SECONDS), length / 4));
    const lasted = recent.findLastIndex(isBad) - recent.findIndex(isBad);
    if (lasted < demands.lastingSeconds) continue;
    const share = window.hits / window.total;
    if (share < Math.min(0.9, demands.allowed * (demands.burns ? burn : 2))) continue;
    const broken = binomialTail("upper", window.hits, window.total, demands.allowed);
    if (broken > demands.significance) continue;
    const from = series.newest - length + 1;
    older ??= series.baselineTally(series.newest - LONGEST + 1, NORMAL_SECONDS, demands.slowMs);
    const normal = { ...older };
    for (const [ago, step] of steps.entries()) {
      if (ago < length || step.total === 0 || !series.isHealthy(series.newest - ago, series.newest - ago))
        continue;
      normal.total += step.total;
      normal.hits += step.hits;
      normal.seconds++;
    }
    const known = normal.total >= ENOUGH.requests && normal.seconds >= ENOUGH.seconds;
    const p = known ? fisherExact(window.hits, window.total, normal.hits, normal.total) : broken;
    if (p > FALSE_ALARM) continue;
    if (!known && (window.total < ENOUGH.requests || lasted < ALONE_SECONDS)) continue;
    if (!best || p < best.p) best = { from, window: { ...window }, normal, normalSeconds: normal.seconds, p };
  }
  return best;
}

const isBad = (step: Tally) => step.hits > 0;
