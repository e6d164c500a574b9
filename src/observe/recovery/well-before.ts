import type { OperationSeries } from "../operation-series.ts";
import { RequestCell } from "../request-cell.ts";
import { type Tally, tallyOf } from "../tally.ts";

/** Further back than this it was another time. */
const LOOK_BACK = 60;

/**
 * Whether requests were well already in the last seconds before a change served its first: then it passed by itself,
 * and a change that came after the recovery has no part in it. Looks back second by second from the change, so that the
 * recovery may lie anywhere before; asked so, Wald's test keeps its promise as well as forwards.
 *
 * @param to the last second before the change.
 * @param from no second before this one: the symptom began there.
 */
export function wellBefore(
  series: OperationSeries,
  { from, to }: { from: number; to: number },
  slowMs: number | null,
  isWell: (tally: Tally) => boolean,
): boolean {
  const cell = new RequestCell();
  for (let second = to; second >= Math.max(from, to - LOOK_BACK + 1); second--) {
    cell.merge(series.sum(second, second));
    if (isWell(tallyOf(cell, slowMs))) return true;
  }
  return false;
}
