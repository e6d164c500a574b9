import type { OperationSeries } from "../operation-series.ts";
import type { Season } from "../series/hour-of-week.ts";

const HOUR = 3_600;
/** So many weeks must stand behind an hour of the week before it says what is normal then. */
const MIN_WEEKS = 3;
const MIN_SAMPLES = 30;
/** What comes with the clock comes some minutes early or late. */
const EDGE_SECONDS = 900;

/** What is normal at that hour of the week, and at the one next to it where that is near; empty where too few weeks were seen. */
export function seasonsAt(series: OperationSeries, second: number): Season[] {
  const isSettled = (season: Season | null): season is Season =>
    season !== null && season.weeks >= MIN_WEEKS && season.samples >= MIN_SAMPLES;
  const here = series.seasonal(second);
  if (!isSettled(here)) return [];
  const beside = [second - EDGE_SECONDS, second + EDGE_SECONDS]
    .filter((at) => Math.floor(at / HOUR) !== Math.floor(second / HOUR))
    .map((at) => series.seasonal(at))
    .filter(isSettled);
  return [here, ...beside];
}
