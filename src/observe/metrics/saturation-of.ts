import { median } from "./level-shift.ts";
import { type MetricSeries, type Reading, STEP_MS } from "./metric-series.ts";
import { useOf } from "./use-of.ts";

const UTILISATION = /utili[sz]ation$/;
const WAITING = /pending|queue|backlog|waiting|lag(?:$|[._])/;
const FULL = 0.97;

/**
 * What a series says has run out, in one clause; null where nothing has, or where it always stood so. `beside` are the other series of the same
 * service, among which the limit may be found.
 */
export function saturationOf(
  series: MetricSeries,
  beside: readonly MetricSeries[],
  fromMs: number,
  toMs: number,
): string | null {
  const since = series.read(fromMs, toMs);
  const last = since.at(-1);
  if (!last) return null;
  const earlier = series.read(fromMs - 180 * STEP_MS, fromMs);
  const usual = earlier.length === 0 ? 0 : median(earlier.map((one) => one.max));
  const name = series.name;
  if (UTILISATION.test(name) && (series.unit === "1" || series.unit === "")) {
    const top = median(since.map((one) => one.max));
    const limit = /eventloop|event_loop/.test(name) ? 0.9 : 0.95;
    return top >= limit && usual < limit
      ? `${/eventloop|event_loop/.test(name) ? "the event loop is" : "it is"} busy ${Math.round(Math.min(1, top) * 100)} % of the time`
      : null;
  }
  const use = useOf(series, beside, toMs);
  if (use && last.max >= FULL * use.limit && usual < FULL * use.limit) {
    return `all ${use.noun} are in use: ${round(last.max)} of ${round(use.limit)}`;
  }
  if (WAITING.test(name) && series.kind === "level" && grows(since)) {
    const was = earlier.length === 0 ? 0 : median(earlier.map((one) => one.value));
    if (last.value >= 3 * was + 5)
      return `more and more is waiting: ${round(last.value)}, before the onset ${round(was)}`;
  }
  return null;
}

function grows(readings: readonly Reading[]): boolean {
  const half = Math.floor(readings.length / 2);
  if (half < 1) return false;
  const first = median(readings.slice(0, half).map((one) => one.value));
  return median(readings.slice(-half).map((one) => one.value)) > first;
}

const round = (value: number) => Number(value.toPrecision(3));
