import { join } from "node:path";
import { readFaults } from "../marketplace-demo/world/fault-catalogue.ts";
import type { Outcome } from "../marketplace-demo/world/outcome.ts";
import type { Benchmark, Row } from "./benchmark.ts";
import { runDemo } from "./loop/run-demo.ts";
import { decisionOf, summarise } from "./loop/summarise.ts";

const FAULTS = join(import.meta.dirname, "../marketplace-demo/faults");
/** A fault takes about a minute, its world included. */
const SECONDS_EACH = 60;

/**
 * The whole catalogue of the marketplace's faults through the whole product, each in a fresh world. `LOOP_SEEDS=1,2,3` runs
 * it once with each seed and says how far the decisions agree. A short run takes the first faults of the catalogue.
 */
export const loop: Benchmark = async ({ progress, seconds }) => {
  const ids = [...readFaults(FAULTS).keys()];
  const chosen = seconds === undefined ? ids : ids.slice(0, Math.max(1, Math.floor(seconds / SECONDS_EACH)));
  const seeds = (process.env.LOOP_SEEDS ?? "1").split(",").map(Number);
  const runs: Outcome[][] = [];
  for (const seed of seeds) {
    const outcomes: Outcome[] = [];
    for (const id of chosen) {
      const done = (runs.length * chosen.length + outcomes.length) / (seeds.length * chosen.length);
      progress(`${id}, seed ${seed}`, done);
      outcomes.push(...(await runDemo([id], seed, (line) => progress(line, done))));
    }
    runs.push(outcomes);
  }
  const [first = []] = runs;
  const summary = summarise(first);
  const innocent = runs.flat().filter((one) => one.innocent_reverted).length;
  const agreement = agreementOf(runs);
  const least = Math.floor((summary.faults * 22) / 24);
  const rows: Row[] = [
    row(
      "right suspect",
      `${summary.right_suspect} of ${summary.faults}`,
      `${least}`,
      summary.right_suspect >= least,
    ),
    row(
      "right decision",
      `${summary.right_decision} of ${summary.faults}`,
      `${least}`,
      summary.right_decision >= least,
    ),
    row(
      "merged and healed",
      `${summary.healed} of ${summary.merged}`,
      "all",
      summary.healed === summary.merged,
    ),
    row("innocent work undone", `${innocent}`, "0", innocent === 0),
    row("false alarms before the fault", `${summary.false_alarms}`, "0", summary.false_alarms === 0),
    row(
      "fault to healed, median",
      `${summary.seconds.fault_to_healed.median.toFixed(1)} s`,
      "25 s",
      summary.seconds.fault_to_healed.median < 25,
    ),
    { what: "fault to anomaly, median", measured: `${summary.seconds.fault_to_anomaly.median.toFixed(1)} s` },
    { what: "writes to GitHub, median", measured: `${summary.github_writes.median}` },
  ];
  if (agreement !== null)
    rows.push(row("decisions agree over the seeds", percent(agreement), "95%", agreement >= 0.95));
  return {
    section: { ...summary, seeds, agreement, outcomes: first.map(lineOf) },
    rows,
    notes: runs.flatMap((outcomes, index) =>
      outcomes
        .filter(({ correct }) => !correct)
        .map((one) => `${one.fault} (seed ${seeds[index]}): ${one.problems.join("; ")} · ${one.logs}`),
    ),
  };
};

/** How many faults were decided in the same way with every seed; null with one seed. */
function agreementOf(runs: readonly Outcome[][]): number | null {
  const [first = [], ...others] = runs;
  if (others.length === 0 || first.length === 0) return null;
  const same = first.filter((one, index) =>
    others.every((run) => run[index] !== undefined && decisionOf(run[index]) === decisionOf(one)),
  );
  return same.length / first.length;
}

/** What is kept of one fault. */
function lineOf({ fault, correct, verdict, diagnosis, healed, seconds, github_writes }: Outcome) {
  return {
    fault,
    correct,
    decision: diagnosis?.decision ?? null,
    confidence: diagnosis?.confidence ?? null,
    verdict,
    healed,
    seconds,
    github_writes,
  };
}

const row = (what: string, measured: string, wanted: string, met: boolean): Row => ({
  what,
  measured,
  wanted,
  met,
});
const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
