import type { Benchmark, Row } from "./benchmark.ts";
import { onThreads } from "./on-threads.ts";
import type { VirtualDays, VirtualDaysResult } from "./soak/virtual-days.ts";
import { watchHealthy } from "./soak/watch-healthy.ts";

/** Twenty minutes of the real world. */
const SECONDS = 1_200;
/** Two shops, a week each. */
const SHOPS = 2;
const DAYS = 7;
/** Requests a second at the height of the day. */
const RATE = 6;
/** Of a development run: days of each shop for each second that was asked for. */
const DAYS_PER_SECOND = 1 / 240;

/**
 * Healthy days, in which nothing may be found: whole days on a virtual clock through OTLP and the whole of Scout, and the real
 * world with the days pressed into minutes, an innocent deployment every minute, restarts and bursts. `--seconds` is how long
 * the real one lasts.
 */
export const soak: Benchmark = async ({ progress, seconds }) => {
  const days = seconds === undefined ? DAYS : Math.max(0.05, seconds * DAYS_PER_SECOND);
  const jobs: VirtualDays[] = Array.from({ length: SHOPS }, (_, at) => ({ seed: at + 1, days, rate: RATE }));
  progress(`${SHOPS} shops, ${days.toFixed(1)} virtual days each`);
  const results = await onThreads<VirtualDays, VirtualDaysResult>(
    new URL("soak/worker.ts", import.meta.url),
    jobs,
    () => {},
  );
  const virtual = {
    days: sum(results, "days"),
    deployments: sum(results, "deployments"),
    restarts: sum(results, "restarts"),
    bursts: sum(results, "bursts"),
    alarms: results.flatMap(({ alarms }) => alarms),
  };
  const length = seconds ?? SECONDS;
  const real = await watchHealthy(length, (line) => progress(line));
  const rows: Row[] = [
    {
      what: "virtual days, deployments, restarts, bursts",
      measured: `${virtual.days.toFixed(1)}, ${virtual.deployments}, ${virtual.restarts}, ${virtual.bursts}`,
    },
    {
      what: "anomalies in them",
      measured: String(virtual.alarms.length),
      wanted: "0",
      met: virtual.alarms.length === 0,
    },
    {
      what: "the real world: seconds, deployments, restarts, bursts",
      measured: `${length}, ${real.innocent_deploys.length}, ${real.restarts}, ${real.bursts}`,
    },
    { what: "transactions, failed", measured: `${real.transactions.toLocaleString("en")}, ${real.failed}` },
    {
      what: "issues opened",
      measured: String(real.issues.length),
      wanted: "0",
      met: real.issues.length === 0,
    },
  ];
  return {
    section: { virtual, real: { ...real, innocent_deploys: real.innocent_deploys.length } },
    rows,
    notes: [
      ...virtual.alarms.map(
        (one) => `virtual day ${one.day + 1}: ${one.service} ${one.symptom}, ${one.summary}`,
      ),
      ...real.issues.map(({ number, title }) => `issue #${number}: ${title}`),
    ],
  };
};

function sum(
  results: readonly VirtualDaysResult[],
  what: "days" | "deployments" | "restarts" | "bursts",
): number {
  return results.reduce((total, one) => total + one[what], 0);
}
