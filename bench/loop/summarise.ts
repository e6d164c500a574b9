import type { Outcome } from "../../marketplace-demo/world/outcome.ts";

export interface Summary {
  faults: number;
  right_suspect: number;
  right_decision: number;
  /** Guilty ones that were merged. */
  merged: number;
  /** Of those, healthy afterwards by the demo's own probes. */
  healed: number;
  innocent_reverted: number;
  false_alarms: number;
  seconds: Record<
    "fault_to_anomaly" | "anomaly_to_merge" | "fault_to_healed",
    { median: number; p95: number }
  >;
  github_writes: { median: number };
  tokens: { median: number };
}

/** The figures of one run over the catalogue. Seconds are of those faults alone in which that moment came. */
export function summarise(outcomes: readonly Outcome[]): Summary {
  const merged = outcomes.filter((one) => one.kind === "change" && one.pull_request?.merged);
  const has = (word: string) => (one: Outcome) => !one.problems.some((problem) => problem.startsWith(word));
  const times = (of: (one: Outcome) => number | null) => {
    const all = outcomes.flatMap((one) => of(one) ?? []);
    return { median: quantile(all, 0.5), p95: quantile(all, 0.95) };
  };
  return {
    faults: outcomes.length,
    right_suspect: outcomes.filter((one) => has("suspect")(one) && has("no diagnosis")(one)).length,
    right_decision: outcomes.filter(has("verdict")).length,
    merged: merged.length,
    healed: merged.filter(({ healed }) => healed).length,
    innocent_reverted: outcomes.filter((one) => one.innocent_reverted).length,
    false_alarms: outcomes.reduce((sum, one) => sum + one.false_alarms.length, 0),
    seconds: {
      fault_to_anomaly: times(({ seconds }) => seconds.fault_to_anomaly),
      anomaly_to_merge: times(({ seconds }) =>
        seconds.anomaly_to_diagnosis === null || seconds.diagnosis_to_merge === null
          ? null
          : seconds.anomaly_to_diagnosis + seconds.diagnosis_to_merge,
      ),
      fault_to_healed: times(({ kind, pull_request, seconds }) =>
        kind === "change" && pull_request?.merged ? seconds.fault_to_healed : null,
      ),
    },
    github_writes: {
      median: quantile(
        outcomes.map((one) => one.github_writes),
        0.5,
      ),
    },
    tokens: {
      median: quantile(
        outcomes.map((one) => one.tokens),
        0.5,
      ),
    },
  };
}

/** The nearest rank; 0 of nothing. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** What was decided about a fault, for comparing one seed with another. */
export function decisionOf({ culprits, diagnosis, verdict }: Outcome): string {
  const suspect = diagnosis?.suspect ?? null;
  const who = suspect === null ? "none" : culprits.includes(suspect) ? "culprit" : "another";
  return `${diagnosis?.decision ?? "nothing"} ${who} ${verdict}`;
}
