import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Benchmark, Row } from "./benchmark.ts";
import { liveAWeek, type Reading } from "./week/live-a-week.ts";
import { slope } from "./week/slope.ts";
import { weekPlot } from "./week/week-plot.ts";

const DAYS = 7;
/** Of a development run: days for each second that was asked for. */
const DAYS_PER_SECOND = 1 / 60;
/** The first day fills what is bounded. */
const WARM_UP_DAYS = 1;
const PLOTS = fileURLToPath(new URL("plots/", import.meta.url));

/** What a day may add and still be called flat: a month of it would go unnoticed in 512 MB. */
const FLAT = { heapMb: 1, handles: 1, resources: 1, dataMb: 2 } as const;
type Flat = keyof typeof FLAT;
const NAMES: Record<Flat, string> = {
  heapMb: "heap after collection, MB",
  handles: "open files and sockets",
  resources: "timers and requests",
  dataMb: "the data folder without Chroma, MB",
};

/**
 * Seven days of the whole service on a virtual clock, with an incident every four hours, beginning with the state of half a
 * year: what grows, by how much a day (least squares, from the second day on). A whole run draws `plots/week.svg`.
 */
export const week: Benchmark = async ({ progress, seconds }) => {
  const days = seconds === undefined ? DAYS : Math.max(0.5, seconds * DAYS_PER_SECOND);
  const began = performance.now();
  const lived = await liveAWeek(days, progress);
  const { readings } = lived;
  const took = (performance.now() - began) / 1000;
  const steady = readings.filter(({ day }) => day >= Math.min(WARM_UP_DAYS, days / 3));
  const first = steady[0];
  const last = steady.at(-1);
  const a_day = Object.fromEntries(
    (Object.keys(FLAT) as Flat[]).map((of) => [of, slope(steady.map((one) => [one.day, one[of]]))]),
  ) as Record<Flat, number>;
  if (seconds === undefined) {
    mkdirSync(PLOTS, { recursive: true });
    writeFileSync(`${PLOTS}week.svg`, weekPlot(readings));
  }
  const rows: Row[] = [
    { what: "virtual days, real seconds", measured: `${days.toFixed(1)}, ${took.toFixed(0)}` },
    { what: "spans", measured: lived.spans.toLocaleString("en") },
    {
      what: "incidents opened, closed, healed",
      measured: `${lived.opened}, ${lived.closed}, ${lived.healed}`,
      wanted: "each closed",
      met: lived.opened > 0 && lived.closed === lived.opened,
    },
    {
      what: "incidents kept, then and in the end",
      measured: `${readings[0]?.incidents}, ${last?.incidents}`,
    },
    { what: "memory of service and company together in the end", measured: `${last?.rssMb.toFixed(0)} MB` },
    { what: "Chroma's folder in the end", measured: `${last?.chromaMb.toFixed(1)} MB` },
    ...(Object.keys(FLAT) as Flat[]).map((of) => ({
      what: `${NAMES[of]}: ${text(first, of)} to ${text(last, of)}, a day`,
      measured: `${a_day[of] >= 0 ? "+" : ""}${a_day[of].toFixed(2)}`,
      wanted: `≤ ${FLAT[of]}`,
      met: a_day[of] <= FLAT[of],
    })),
  ];
  return {
    section: { seconds: Math.round(took), ...lived, a_day },
    rows,
    notes: lived.failures,
  };
};

function text(reading: Reading | undefined, of: Flat): string {
  return reading?.[of].toFixed(0) ?? "?";
}
