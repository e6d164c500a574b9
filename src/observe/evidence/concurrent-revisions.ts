import type { EvidenceOf } from "../../contracts/evidence.ts";
import type { OperationSeries } from "../operation-series.ts";
import { tallyOf } from "../tally.ts";
import type { EvidenceContext } from "./evidence-context.ts";
import { type Stratum, stratifiedExact } from "./stratified-exact.ts";

type Concurrent = NonNullable<EvidenceOf<"revisions">["concurrent"]>;

const MINUTE = 60;
/** Pieces of time in which both must have served, since one alone may be where the younger took over; and requests to each. */
const MIN_PIECES = 2;
const MIN_REQUESTS = 5;
/** Pieces within a minute while each second is still known: a replacement falls into a minute, a rollout outlasts it. */
const PIECE = 10;
const LOOK_BACK = 3600;
/** Older revisions that are compared with the younger ones, from the latest on. */
const MOST = 4;
/** Alike means: not this many times as bad, by odds. */
const WORSE_ODDS = 3;

/**
 * An older and a younger revision in the same moments since the onset: traffic, hour, neighbours and dependencies are
 * the same for both, and only the revision differs. Each operation and each piece of time is compared within itself.
 * Of several pairs that served together the one that differs most is told, or where none differs, the one with the most
 * requests. Null where no two served together.
 */
export function concurrentRevisions({ anomaly, record, slowMs, before }: EvidenceContext): Concurrent | null {
  if (anomaly.symptom === "memory") return null;
  const operations =
    anomaly.operation === "*" ? [...record.operations.values()] : [record.series(anomaly.operation)];
  const series = operations.filter((one) => one !== null);
  const names = record.whole
    .revisions()
    .map((one) => one.revision)
    .filter((name) => name !== "" && name !== "*other*")
    .slice(-MOST);
  const cuts = new Map(series.map((one) => [one, pieces(one, Math.floor(before / 1000), slowMs)]));
  const pairs: (Concurrent & { worse: number })[] = [];
  for (const [i, old] of names.entries()) {
    for (const young of names.slice(i + 1)) {
      const pair = compare(old, young, [...cuts.values()]);
      if (pair) pairs.push(pair);
    }
  }
  const best = pairs.sort((a, b) => a.worse - b.worse || b.young.requests - a.young.requests)[0];
  if (!best) return null;
  const { worse: _, ...found } = best;
  return { ...found, pWorse: Math.min(1, found.pWorse * pairs.length) };
}

interface Piece {
  seconds: number;
  by: Map<string, { total: number; bad: number }>;
}

/** What each revision did in each piece of time since `from`. */
function pieces(series: OperationSeries, from: number, slowMs: number | null): Piece[] {
  const found: Piece[] = [];
  const first = Math.max(from, series.newest - LOOK_BACK);
  for (let at = Math.floor(first / MINUTE) * MINUTE; at <= series.newest; ) {
    const fine = at >= series.stepsFrom;
    const length = fine ? PIECE : MINUTE;
    const start = fine ? Math.max(at, first) : at;
    if (fine || at >= first) {
      const by = new Map<string, { total: number; bad: number }>();
      for (const [revision, cell] of series.byRevision(start, at + length - 1)) {
        const { total, hits } = tallyOf(cell, slowMs);
        if (revision !== "" && total > 0) by.set(revision, { total, bad: hits });
      }
      if (by.size > 1) found.push({ seconds: at + length - start, by });
    }
    at += length;
  }
  return found;
}

function compare(
  old: string,
  young: string,
  operations: readonly Piece[][],
): (Concurrent & { worse: number }) | null {
  const strata: Stratum[] = [];
  let seconds = 0;
  let most = 0;
  for (const all of operations) {
    let mine = 0;
    let count = 0;
    for (const piece of all) {
      const ofOld = piece.by.get(old);
      const ofYoung = piece.by.get(young);
      if (!ofOld || !ofYoung) continue;
      strata.push({ old: ofOld, young: ofYoung });
      mine += piece.seconds;
      count++;
    }
    most = Math.max(most, count);
    seconds = Math.max(seconds, mine);
  }
  const total = (side: "old" | "young") => ({
    requests: strata.reduce((sum, one) => sum + one[side].total, 0),
    bad: strata.reduce((sum, one) => sum + one[side].bad, 0),
  });
  const ofOld = total("old");
  const ofYoung = total("young");
  if (most < MIN_PIECES || ofOld.requests < MIN_REQUESTS || ofYoung.requests < MIN_REQUESTS) return null;
  const pWorse = stratifiedExact(strata, 1, "upper");
  const pAlike = stratifiedExact(strata, WORSE_ODDS, "lower");
  return {
    old: { revision: old, ...ofOld },
    young: { revision: young, ...ofYoung },
    seconds,
    pWorse: Number(pWorse.toPrecision(3)),
    pAlike: Number(pAlike.toPrecision(3)),
    worse: pWorse,
  };
}
