import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Benchmark } from "./benchmark.ts";
import { delayPlot } from "./detection/delay-plot.ts";
import { type FaultKind, type FaultResult, nameOf } from "./detection/fault-case.ts";
import { type FaultSummary, faultSummary } from "./detection/fault-summary.ts";
import type { FalseAlarm } from "./detection/healthy-series.ts";
import type { Pipeline, ScoutCase, ScoutFault, ScoutResult } from "./detection/scout-case.ts";
import { type PipelineSummary, scoutSummary } from "./detection/scout-summary.ts";
import type { Answer, Job } from "./detection/worker.ts";
import { onThreads } from "./on-threads.ts";
import { randomOf } from "./telemetry/random.ts";

const SERIES = 500;
const DAYS = 30;
const CASES = 100;
const SEED = Number(process.env.DETECTION_SEED ?? 20_261_122);
/** Of each fault behind each pipeline. */
const SCOUT_CASES = 5;
const BUSY = 50;
const PLOTS = fileURLToPath(new URL("plots/", import.meta.url));

const ERRORS: FaultKind[] = [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1].map((share) => ({ kind: "errors", share }));
const LATENCY: FaultKind[] = [
  ...[1.5, 2, 3, 5].map((times) => ({ kind: "latency" as const, times, share: 1 })),
  ...[2, 3, 5].map((times) => ({ kind: "latency" as const, times, share: 0.1 })),
];
/** What the promise speaks of: 5% of errors and a doubled 95th percentile, and everything that is worse. */
const isPromised = (kind: FaultKind) =>
  kind.kind === "errors" ? kind.share >= 0.05 : kind.times >= 2 && (kind.share === 1 || kind.times >= 2);

const PIPELINES: Pipeline[] = [
  "plain",
  "lag 30 s",
  "skew ±2 s",
  "out of order",
  "sampled 1%",
  "tail-sampled",
];
const SCOUT_FAULTS: ScoutFault[] = [
  ...[0.05, 0.1, 0.3, 1].map((share) => ({ kind: "errors" as const, share })),
  { kind: "latency", share: 1, slowMs: 500 },
  { kind: "latency", share: 0.3, slowMs: 500 },
  { kind: "leak", bytesPerSecond: 2e6 },
  { kind: "leak", bytesPerSecond: 6e6 },
];

/**
 * Is detection right when it speaks, and silent when nothing is wrong? Two levels. The first draws counts for 500 series
 * over 30 days, and for faults of every kind and strength, and shows them to the product's own tests; it knows nothing of
 * spans. The second sends spans and metrics of a shop through the whole of Scout: hundreds of faults and healthy
 * half-hours behind pipelines that lag, skew, reorder and sample. All on virtual clocks, all from fixed seeds. A whole run
 * draws `plots/detection.svg` too.
 */
export const detection: Benchmark = async ({ progress, seconds }) => {
  const scale = seconds === undefined ? 1 : Math.min(1, seconds / 600);
  const days = Math.max(1, Math.round(DAYS * scale));
  const cases = Math.max(10, Math.round(CASES * scale));
  const run = async (text: string, jobs: Job[]) => {
    progress(text, 0);
    return onThreads<Job, Answer>(new URL("detection/worker.ts", import.meta.url), jobs, (count) =>
      progress(text, count / jobs.length),
    );
  };

  const rates = randomOf(SEED);
  const faultJobs: Job[] = [];
  const kinds: FaultKind[] = [];
  for (const kind of [...ERRORS, ...LATENCY]) {
    for (let i = 0; i < 2 * cases; i++) {
      const rate = i % 2 === 0 ? rates.logUniform(0.05, BUSY) : BUSY;
      faultJobs.push({ job: "fault", kind, rate, seed: SEED + faultJobs.length });
      kinds.push(kind);
    }
  }
  const faults = (await run("faults in counted series", faultJobs)).map(
    (answer) => (answer as { fault: FaultResult }).fault,
  );
  const scoutCases: ScoutCase[] = [];
  for (const [p, pipeline] of PIPELINES.entries()) {
    for (const [f, fault] of SCOUT_FAULTS.entries()) {
      for (let i = 0; i < Math.max(1, Math.round(SCOUT_CASES * scale)); i++) {
        scoutCases.push({ seed: 1_000 * p + 100 * f + i, pipeline, rate: 15, fault });
      }
    }
    for (let i = 0; i < Math.max(1, Math.round(SCOUT_CASES * scale)); i++) {
      scoutCases.push({ seed: 90_000 + 1_000 * p + i, pipeline, rate: 12, fault: null });
    }
  }
  const scouts = (
    await run(
      "faults and health through the whole of Scout",
      scoutCases.map((one) => ({ job: "scout", case: one })),
    )
  ).map((answer) => (answer as { scout: ScoutResult }).scout);
  const healthyJobs = Array.from(
    { length: SERIES },
    (_, series): Job => ({ job: "healthy", series, days, seed: SEED }),
  );
  const alarms = (await run(`${SERIES} healthy series over ${days} days`, healthyJobs)).flatMap(
    (answer) => (answer as { alarms: FalseAlarm[] }).alarms,
  );

  const promised = faults.filter((_, i) => isPromised(kinds[i] as FaultKind));
  if (seconds === undefined) {
    mkdirSync(PLOTS, { recursive: true });
    writeFileSync(`${PLOTS}detection.svg`, delayPlot(promised));
  }
  const all = faultSummary(promised);
  const mixed = faultSummary(promised.filter((_, i) => i % 2 === 0));
  const busy = (name: string, isClustered?: boolean) =>
    faultSummary(
      faults.filter(
        (one) =>
          one.rate === BUSY &&
          one.name === name &&
          (isClustered === undefined || one.isClustered === isClustered),
      ),
    );
  const whole = scoutSummary(PIPELINES, scoutCases, scouts);
  const seriesDays = SERIES * days;
  return {
    section: {
      seed: SEED,
      recall: all.recall,
      series: SERIES,
      simulated_days: days,
      false_alarms: alarms.length,
      seconds_to_detect: { median: mixed.median, p95: mixed.p95 },
      delay_over_bound: all.delay_over_bound,
      all_promised: all,
      promised_with_clusters_of_failures: faultSummary(promised.filter((one) => one.isClustered)),
      promised_without: faultSummary(promised.filter((one) => !one.isClustered)),
      at_50_per_second: Object.fromEntries(
        [...ERRORS, ...LATENCY]
          .map(nameOf)
          .map((name) => [
            name,
            { all: busy(name), clustered: busy(name, true), unclustered: busy(name, false) },
          ]),
      ),
      by_fault: Object.fromEntries(
        [...ERRORS, ...LATENCY]
          .map(nameOf)
          .map((name) => [name, faultSummary(faults.filter((one) => one.name === name))]),
      ),
      false_alarm_list: alarms.slice(0, 20),
      scout: whole,
    },
    rows: [
      {
        what: "false alarms",
        measured: `${alarms.length} in ${seriesDays} series-days`,
        wanted: "≤ 1 in 15,000",
        met: alarms.length <= 1,
      },
      {
        what: "recall: errors ≥ 5%, p95 ≥ ×2",
        measured: `${percent(all.recall)} of ${all.faults}`,
        wanted: "≥ 99%",
        met: all.recall >= 0.99,
      },
      {
        what: "delay over bound and floor, mean",
        measured: `${all.delay_over_bound.toFixed(2)}; median ${all.delay_over_bound_median.toFixed(2)}`,
        wanted: "≤ 1.5",
        met: all.delay_over_bound <= 1.5,
      },
      {
        what: "… over the bound alone, where it is ≥ 10 s, mean",
        measured: all.delay_over_bare_bound_from_10_s.toFixed(2),
        wanted: "≤ 1.5",
        met: all.delay_over_bare_bound_from_10_s <= 1.5,
      },
      {
        what: "… over the bound alone, all, median",
        measured: all.delay_over_bare_bound_median.toFixed(2),
      },
      {
        what: "seconds to detect, 0.05–50 requests/s",
        measured: `${mixed.median.toFixed(1)} median, ${mixed.p95.toFixed(0)} p95`,
      },
      ...["errors 5%", "latency ×2"].map((name) => ({
        what: `${name} at 50 requests/s`,
        measured: spoken(busy(name)),
        wanted: "median < 10 s",
        met: busy(name).median < 10,
      })),
      ...[false, true].map((isClustered) => ({
        what: `… errors 5%, ${isClustered ? "failures come in clusters" : "without clusters"}`,
        measured: spoken(busy("errors 5%", isClustered)),
      })),
      {
        what: "true onset within the told bounds",
        measured: percent(all.onset_within_bounds),
        wanted: "≥ 95%",
        met: all.onset_within_bounds >= 0.95,
      },
      ...[...PIPELINES].map((pipeline) => {
        const one = whole[pipeline] as PipelineSummary;
        return {
          what: `whole Scout, ${pipeline}`,
          measured: `${one.found}/${one.faults} found, ${one.median ?? "–"} s, ${one.false_alarms} false in ${one.hours} h`,
          wanted: "none false",
          met: one.false_alarms === 0,
        };
      }),
    ],
  };
};

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
const spoken = ({ median, p95, bound }: FaultSummary) =>
  `${median.toFixed(1)} s median, ${p95.toFixed(1)} p95 (bound ${bound.toFixed(1)})`;
