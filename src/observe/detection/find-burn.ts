import type { OperationSeries, Part } from "../operation-series.ts";
import { RequestCell } from "../request-cell.ts";
import { binomialTail } from "../statistics/binomial-tail.ts";
import { type Tally, tallyOf } from "../tally.ts";
import type { Breach } from "./breach.ts";
import { type Split, splitHistory } from "./split-history.ts";

/**
 * How many times faster than allowed the budget burns, over a long window and a short one that shows that it still does, in
 * seconds: the two that page in Google's SRE workbook (chapter 5, "Alerting on SLOs", table 5-8).
 */
const RATES = [
  { times: 14.4, long: 3_600, short: 300 },
  { times: 6, long: 21_600, short: 1_800 },
] as const;
/** What broke its objective for as long as it is known must be over it by this factor, for so many seconds at least. */
const CHRONIC = { times: 1.5, seconds: 1_800, short: 600 };
const HISTORY_SECONDS = 21_600;
/** By chance, of requests that keep to the objective: a thousand services that are looked at every minute, over years. */
const SIGNIFICANT = 1e-6;
const MIN_HITS = 4;
const MIN_RECENT = 2;
/** How unlikely a past over the objective must be by chance before it is no healthy past. */
const UNHEALTHY = 0.01;

/**
 * Whether a written objective's budget burns: too fast over an hour or six, or for as long as the series is known. It finds
 * what the sequential tests cannot: failures that come in clusters, and what has been so from the first request on. Time
 * that is known to be broken already is left out: it was told.
 *
 * @param allowed share of requests that may be bad. @param slowMs requests slower than it are bad; null: failing ones.
 */
export function findBurn(
  series: OperationSeries,
  of: { symptom: "errors" | "latency"; operation: string; allowed: number; slowMs: number | null },
): Breach | null {
  const { newest } = series;
  const { allowed, slowMs } = of;
  const parts = series
    .parts(newest - HISTORY_SECONDS, newest)
    .filter(({ start, seconds }) => series.isHealthy(start, start + seconds - 1));
  const first = parts[0];
  if (!first) return null;
  const tallies = parts.map(({ cell }) => tallyOf(cell, slowMs));
  const split = splitHistory(tallies);
  const recent = (seconds: number) => tallyOf(series.sum(newest - seconds + 1, newest), slowMs);
  const isOver = ({ total, hits }: Tally, times: number) =>
    hits > Math.min(times * allowed, (1 + allowed) / 2) * total;
  const isSure = ({ total, hits }: Tally) => {
    const n = Math.round(total / split.spread);
    const k = Math.floor(hits / split.spread);
    return k >= MIN_HITS && binomialTail("upper", k, n, allowed) < SIGNIFICANT;
  };
  const seconds = newest - first.start;
  const burns = RATES.find(({ times, long, short }) => {
    if (seconds < long / 2) return false;
    const from = parts.findIndex(({ start }) => start > newest - long);
    if (from < 0) return false;
    const burnt = sum(tallies.slice(from));
    const still = recent(short);
    return isOver(burnt, times) && isSure(burnt) && isOver(still, times) && still.hits >= MIN_RECENT;
  });
  const wasWell = isHealthy(split.before, allowed);
  if (burns) return breachOf(parts, split, wasWell, of);
  const all = sum(tallies);
  const still = recent(CHRONIC.short);
  const isChronic =
    !wasWell &&
    seconds >= CHRONIC.seconds &&
    isOver(all, CHRONIC.times) &&
    isSure(all) &&
    isOver(still, 1) &&
    still.hits >= MIN_RECENT;
  return isChronic ? breachOf(parts, split, false, of) : null;
}

/** Whether enough was seen that kept to the objective. */
function isHealthy({ total, hits }: Tally, allowed: number): boolean {
  return total > 0 && (hits <= allowed * total || binomialTail("upper", hits, total, allowed) > UNHEALTHY);
}

function breachOf(
  parts: readonly Part[],
  split: Split,
  wasWell: boolean,
  {
    symptom,
    operation,
    allowed,
    slowMs,
  }: { symptom: "errors" | "latency"; operation: string; allowed: number; slowMs: number | null },
): Breach {
  const at = wasWell ? split.at : 0;
  const level = (some: readonly Part[]) => {
    const cells = some.map(({ cell }) => cell);
    const { total } = sum(cells.map((cell) => tallyOf(cell, slowMs)));
    return { value: valueIn(cells, slowMs), unit: slowMs === null ? "ratio" : "ms", samples: total } as const;
  };
  const bad = sum(parts.slice(at).map(({ cell }) => tallyOf(cell, slowMs)));
  const ms = (index: number) => (parts[index] as Part).start * 1000;
  const end = (index: number) => ms(index) + (parts[index] as Part).seconds * 1000;
  return {
    symptom,
    operation,
    observed: level(parts.slice(at)),
    ...(wasWell ? { baseline: level(parts.slice(0, at)) } : {}),
    baselineSeconds: wasWell ? parts.slice(0, at).reduce((all, { seconds }) => all + seconds, 0) : 0,
    objective: slowMs ?? allowed,
    onset: wasWell
      ? { at: ms(at), earliest: ms(Math.max(0, split.earliest - 1)), latest: end(split.latest) }
      : { at: ms(0), earliest: ms(0), latest: end(0) },
    hits: bad.hits,
    p: binomialTail(
      "upper",
      Math.floor(bad.hits / split.spread),
      Math.round(bad.total / split.spread),
      allowed,
    ),
    ...(wasWell ? { note: "It burns slowly, so that it shows only over hours." } : {}),
  };
}

function valueIn(cells: readonly RequestCell[], slowMs: number | null): number {
  const all = new RequestCell();
  for (const cell of cells) all.merge(cell);
  return slowMs === null ? all.errors / Math.max(1, all.requests) : (all.latency.quantile(0.95) ?? 0);
}

function sum(tallies: readonly Tally[]): Tally {
  const all = { total: 0, hits: 0 };
  for (const { total, hits } of tallies) {
    all.total += total;
    all.hits += hits;
  }
  return all;
}
