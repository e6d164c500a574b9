import type { OperationSeries } from "../operation-series.ts";
import { RequestCell } from "../request-cell.ts";
import { type Tally, tallyOf } from "../tally.ts";

/** Seconds that are looked back upon: for so long each second's requests are known one by one. */
const LOOK_BACK = 120;

/**
 * Requests to the old and to the new revision in the seconds in which both served: while a rollout lasts, or a canary
 * runs, everything else (traffic, hour, neighbours) is the same for both, and only the revision differs. Null where
 * they never served together.
 *
 * @param from second from which on to look.
 * @param isYoung which revisions carry the change.
 */
export function sideBySide(
  series: OperationSeries,
  from: number,
  isYoung: (revision: string) => boolean,
  slowMs: number | null,
): { old: Tally; young: Tally } | null {
  const old = new RequestCell();
  const young = new RequestCell();
  for (let second = Math.max(from, series.newest - LOOK_BACK + 1); second <= series.newest; second++) {
    const cells = [...series.byRevision(second, second)];
    const isNamed = ([revision]: (typeof cells)[number]) => revision !== "";
    const ofOld = cells.filter((cell) => isNamed(cell) && !isYoung(cell[0]));
    const ofYoung = cells.filter((cell) => isNamed(cell) && isYoung(cell[0]));
    if (ofOld.length === 0 || ofYoung.length === 0) continue;
    for (const [, cell] of ofOld) old.merge(cell);
    for (const [, cell] of ofYoung) young.merge(cell);
  }
  if (old.requests === 0 || young.requests === 0) return null;
  return { old: tallyOf(old, slowMs), young: tallyOf(young, slowMs) };
}
