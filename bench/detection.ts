import type { Benchmark } from "./benchmark.ts";
import { type FaultKind, type FaultResult, nameOf } from "./detection/fault-case.ts";
import type { FalseAlarm } from "./detection/healthy-series.ts";
import { runJobs } from "./detection/run-jobs.ts";
import type { Pipeline, ScoutCase, ScoutFault, ScoutResult } from "./detection/scout-case.ts";
import type { Job } from "./detection/worker.ts";
import { randomOf } from "./telemetry/random.ts";

const SERIES = 500;
const DAYS = 30;
const CASES = 150;
const SEED = 20_261_122;
const BUSY = 50;

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
 * half-hours behind pipelines that lag, skew, reorder and sample. All on virtual clocks, all from fixed seeds.
 */
export const detection: Benchmark = async ({ progress, seconds }) => {
  const scale = seconds === undefined ? 1 : Math.min(1, seconds / 600);
  const days = Math.max(1, Math.round(DAYS * scale));
  const cases = Math.max(10, Math.round(CASES * scale));
  const run = async (text: string, jobs: Job[]) => {
    progress(text, 0);
    return runJobs(jobs, (count) => progress(text, count / jobs.length));
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
      for (let i = 0; i < Math.max(1, Math.round(8 * scale)); i++) {
        scoutCases.push({ seed: 1_000 * p + 100 * f + i, pipeline, rate: 15, fault });
      }
    }
    for (let i = 0; i < Math.max(1, Math.round(8 * scale)); i++) {
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
  const all = summaryOf(promised);
  const mixed = summaryOf(promised.filter((_, i) => i % 2 === 0));
  const busy5 = summaryOf(faults.filter((one) => one.rate === BUSY && one.name === "errors 5%"));
  const busy2 = summaryOf(faults.filter((one) => one.rate === BUSY && one.name === "latency ×2"));
  const whole = scoutSummary(scoutCases, scouts);
  const seriesDays = SERIES * days;
  return {
    section: {
      recall: all.recall,
      series: SERIES,
      simulated_days: days,
      false_alarms: alarms.length,
      seconds_to_detect: { median: mixed.median, p95: mixed.p95 },
      delay_over_bound: all.overBound,
      delay_over_bound_without_floor: all.overBare,
      onset_within_bounds: all.onset,
      faults: all.due,
      at_50_per_second: {
        "errors 5%": { median: busy5.median, p95: busy5.p95, delay_over_bound: busy5.overBound },
        "latency ×2": { median: busy2.median, p95: busy2.p95, delay_over_bound: busy2.overBound },
      },
      by_fault: Object.fromEntries(
        [...ERRORS, ...LATENCY].map((kind) => {
          const { recall, due, median, p95, overBound } = summaryOf(
            faults.filter((one) => one.name === nameOf(kind)),
          );
          return [nameOf(kind), { faults: due, recall, median, p95, delay_over_bound: overBound }];
        }),
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
        measured: `${percent(all.recall)} of ${all.due}`,
        wanted: "≥ 99%",
        met: all.recall >= 0.99,
      },
      {
        what: "delay over the test's bound",
        measured: all.overBound.toFixed(2),
        wanted: "≤ 1.5",
        met: all.overBound <= 1.5,
      },
      { what: "… without its floor of 3–4 s (median)", measured: all.overBare.toFixed(2) },
      {
        what: "seconds to detect, 0.05–50 requests/s",
        measured: `${mixed.median.toFixed(1)} median, ${mixed.p95.toFixed(0)} p95`,
      },
      {
        what: "5% errors at 50 requests/s",
        measured: `${busy5.median.toFixed(1)} s median, ${busy5.p95.toFixed(1)} p95`,
        wanted: "< 10 s",
        met: busy5.median < 10,
      },
      {
        what: "doubled p95 at 50 requests/s",
        measured: `${busy2.median.toFixed(1)} s median, ${busy2.p95.toFixed(1)} p95`,
      },
      {
        what: "true onset within the told bounds",
        measured: percent(all.onset),
        wanted: "≥ 95%",
        met: all.onset >= 0.95,
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

function summaryOf(results: readonly FaultResult[]) {
  const due = results.filter((one) => one.isDue);
  const found = due.filter((one): one is FaultResult & { delay: number } => one.delay !== null);
  const delays = found.map((one) => one.delay);
  const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
  return {
    due: due.length,
    recall: round(found.length / Math.max(1, due.length), 4),
    median: round(quantile(delays, 0.5), 1),
    p95: round(quantile(delays, 0.95), 1),
    overBound: round(mean(found.map((one) => one.delay / (one.bound + one.floor))), 2),
    overBare: round(
      quantile(
        found.map((one) => one.delay / one.bound),
        0.5,
      ),
      2,
    ),
    onset: round(found.filter((one) => one.onsetInside).length / Math.max(1, found.length), 3),
  };
}

interface PipelineSummary {
  faults: number;
  found: number;
  median: number | null;
  onset_within_bounds: number;
  false_alarms: number;
  hours: number;
  said_wrongly: string[];
}

function scoutSummary(
  cases: readonly ScoutCase[],
  results: readonly ScoutResult[],
): Record<string, PipelineSummary> {
  return Object.fromEntries(
    PIPELINES.map((pipeline) => {
      const own = results.filter((_, i) => cases[i]?.pipeline === pipeline);
      const faulty = results.filter((_, i) => cases[i]?.pipeline === pipeline && cases[i]?.fault);
      const found = faulty.filter((one) => one.delay !== null);
      const wrong = own.flatMap((one) => one.wrong);
      return [
        pipeline,
        {
          faults: faulty.length,
          found: found.length,
          median:
            found.length === 0
              ? null
              : round(
                  quantile(
                    found.map((one) => one.delay as number),
                    0.5,
                  ),
                  1,
                ),
          onset_within_bounds: round(
            found.filter((one) => one.onsetInside).length / Math.max(1, found.length),
            3,
          ),
          false_alarms: wrong.length,
          hours: round(own.reduce((sum, one) => sum + one.seconds, 0) / 3_600, 1),
          said_wrongly: wrong.slice(0, 5),
        },
      ];
    }),
  );
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(q * (sorted.length - 1))] ?? 0;
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));
const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
