import { expect, it } from "vitest";
import { decisionOf, summarise } from "../../../bench/loop/summarise.ts";
import type { Outcome } from "../../../marketplace-demo/world/outcome.ts";

function outcome(change: Partial<Outcome>): Outcome {
  return {
    fault: "f",
    kind: "change",
    culprits: ["a"],
    decoys: ["b"],
    diagnosis: { decision: "commit", suspect: "a", confidence: 0.98, remedy: "revert", service: "quotes" },
    verdict: "merge",
    issue: { number: 1, state: "closed" },
    pull_request: { number: 2, merged: true },
    recovery: "healed",
    healed: true,
    correct: true,
    innocent_reverted: false,
    approved: false,
    taken_back: false,
    closed_before_rollout: false,
    seconds: { fault_to_anomaly: 8, anomaly_to_diagnosis: 1, diagnosis_to_merge: 2, fault_to_healed: 15 },
    github_writes: 10,
    tokens: 0,
    seed: 1,
    intake: "otlp",
    false_alarms: [],
    problems: [],
    logs: "",
    ...change,
  };
}

it("counts what was right, what healed, and the seconds of those alone in which a moment came", () => {
  const never = {
    fault_to_anomaly: null,
    anomaly_to_diagnosis: null,
    diagnosis_to_merge: null,
    fault_to_healed: null,
  };
  const summary = summarise([
    outcome({}),
    outcome({ healed: false, problems: ["not healed"] }),
    outcome({
      diagnosis: null,
      pull_request: null,
      problems: ["no diagnosis was published", "verdict is missing"],
      seconds: never,
    }),
    outcome({
      kind: "environment",
      pull_request: null,
      verdict: "report",
      seconds: { ...never, fault_to_anomaly: 20, fault_to_healed: 90 },
    }),
    outcome({
      innocent_reverted: true,
      false_alarms: [4],
      problems: ["suspect is decoy b (commit), expected the culprit"],
    }),
  ]);
  expect(summary).toMatchObject({
    faults: 5,
    right_suspect: 3,
    right_decision: 4,
    merged: 3,
    healed: 2,
    innocent_reverted: 1,
    false_alarms: 1,
    seconds: {
      fault_to_anomaly: { median: 8, p95: 20 },
      anomaly_to_merge: { median: 3 },
      fault_to_healed: { p95: 15 },
    },
  });
});

it("names a decision so that seeds can be compared, whatever the commits are called", () => {
  const named = decisionOf(outcome({}));
  expect(
    decisionOf(outcome({ culprits: ["z"], diagnosis: { ...outcome({}).diagnosis, suspect: "z" } as never })),
  ).toBe(named);
  expect(decisionOf(outcome({ diagnosis: { ...outcome({}).diagnosis, suspect: "b" } as never }))).not.toBe(
    named,
  );
  expect(decisionOf(outcome({ verdict: "report" }))).not.toBe(named);
});
