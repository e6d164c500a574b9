import Table from "cli-table3";
import pc from "picocolors";
import type { Outcome } from "./outcome.ts";

/** The table for people that `--once` ends with. */
export function reportTable(outcomes: Outcome[]): string {
  const table = new Table({
    head: [
      "fault",
      "suspect",
      "verdict",
      "healed",
      "innocent",
      "anomaly",
      "diagnosis",
      "merge",
      "healed after",
      "writes",
      "",
    ].map((heading) => pc.bold(heading)),
    colAligns: ["left", "left", "left", "left", "left", "right", "right", "right", "right", "right", "left"],
    style: { head: [], border: [] },
  });
  for (const outcome of outcomes) {
    const { seconds } = outcome;
    table.push([
      outcome.fault,
      suspectOf(outcome),
      outcome.verdict ?? "-",
      outcome.healed ? pc.green("yes") : pc.red("no"),
      outcome.innocent_reverted ? pc.red("REVERTED") : pc.green("kept"),
      inSeconds(seconds.fault_to_anomaly),
      inSeconds(seconds.anomaly_to_diagnosis),
      inSeconds(seconds.diagnosis_to_merge),
      inSeconds(seconds.fault_to_healed),
      String(outcome.github_writes),
      outcome.correct ? pc.green("as expected") : pc.red("NOT as expected"),
    ]);
  }
  const problems = outcomes.flatMap((outcome) =>
    outcome.correct
      ? []
      : [`${pc.red(outcome.fault)}: ${outcome.problems.join("; ")}\n  logs: ${outcome.logs}`],
  );
  const alarms = outcomes.flatMap(({ fault, false_alarms: issues }) =>
    issues.length > 0
      ? [`${pc.yellow(fault)}: opened before anything was broken: issue ${issues.join(", ")}`]
      : [],
  );
  return [table.toString(), ...problems, ...alarms].join("\n");
}

function suspectOf({ diagnosis, culprits, decoys }: Outcome): string {
  if (!diagnosis) return "-";
  const sure = ` ${Math.round(diagnosis.confidence * 100)}%`;
  if (diagnosis.suspect === null) return `none${sure}`;
  const name = culprits.includes(diagnosis.suspect)
    ? pc.green("culprit")
    : decoys.includes(diagnosis.suspect)
      ? pc.red("decoy")
      : pc.red("other");
  return `${name} ${diagnosis.suspect.slice(0, 7)}${sure}`;
}

function inSeconds(value: number | null): string {
  return value === null ? "-" : `${value.toFixed(1)} s`;
}
