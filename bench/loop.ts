import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { readFaults } from "../marketplace-demo/world/fault-catalogue.ts";
import type { Outcome } from "../marketplace-demo/world/outcome.ts";
import { reportTable } from "../marketplace-demo/world/report-table.ts";
import type { Benchmark, Row } from "./benchmark.ts";
import { keepOutcomes } from "./loop/keep-outcomes.ts";
import { runDemo } from "./loop/run-demo.ts";
import { decisionOf, summarise } from "./loop/summarise.ts";

const FAULTS = join(import.meta.dirname, "../marketplace-demo/faults");
const KEPT = join(import.meta.dirname, "../.data/bench/loop.jsonl");
/** A fault takes about a minute, its world included. */
const SECONDS_EACH = 60;

/**
 * The whole catalogue of the marketplace's faults through the whole product, each in a fresh world. `LOOP_SEEDS=1,2,3` runs
 * it once with each seed and says how far the decisions agree; `LOOP_FAULTS=quotes-500,rush` runs these alone, and keeps
 * nothing. A run that was broken off goes on where it was, as long as the commit is the same. A short run takes the first
 * faults of the catalogue.
 */
export const loop: Benchmark = async ({ progress, seconds }) => {
  const all = [...readFaults(FAULTS).keys()];
  const named = process.env.LOOP_FAULTS?.split(",");
  const ids =
    named ?? (seconds === undefined ? all : all.slice(0, Math.max(1, Math.floor(seconds / SECONDS_EACH))));
  const seeds = (process.env.LOOP_SEEDS ?? "1").split(",").map(Number);
  const commit = execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).trim();
  const kept = keepOutcomes(KEPT, commit);
  if (kept.resumed > 0) tell(`${kept.resumed} outcomes of ${commit.slice(0, 7)} are there already: ${KEPT}`);
  const runs: Outcome[][] = seeds.map(() => []);
  for (const [index, seed] of seeds.entries()) {
    for (const [at, id] of ids.entries()) {
      const done = (index * ids.length + at) / (seeds.length * ids.length);
      progress(`${id}, seed ${seed}`, done);
      const before = kept.of(id, seed);
      const outcomes = before ? [before] : await runDemo([id], seed, (line) => progress(line, done));
      if (!before) outcomes.forEach(kept.keep);
      runs[index]?.push(...outcomes);
      tell(
        reportTable(outcomes)
          .split("\n")
          .slice(3)
          .filter((line) => !/^[└┌├]/.test(line))
          .join("\n"),
      );
    }
    tell(`seed ${seed}\n${reportTable(runs[index] ?? [])}`);
  }
  if (seconds === undefined && !named) kept.finish();
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
    section: { ...summary, seeds, agreement, outcomes: runs.flat().map(lineOf) },
    rows,
    keep: !named,
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

/** For people who watch: a line of its own, whatever the spinner shows. */
function tell(text: string): void {
  process.stderr.write(`\r\u001b[K${text}\n`);
}

/** What is kept of one fault. */
function lineOf(outcome: Outcome) {
  const { fault, seed, correct, problems, verdict, diagnosis, healed, seconds, github_writes } = outcome;
  return {
    fault,
    seed,
    correct,
    ...(correct ? {} : { problems }),
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
