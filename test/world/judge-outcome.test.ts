import { describe, expect, it } from "vitest";
import { judgeOutcome } from "../../marketplace-demo/world/judge-outcome.ts";
import type { Outcome } from "../../marketplace-demo/world/outcome.ts";
import { reportTable } from "../../marketplace-demo/world/report-table.ts";

const culprit = "c".repeat(40);
const decoy = "d".repeat(40);
const expectCulprit = { suspect: "culprit", verdict: "merge", healed: true, remedy: "revert" } as const;

const good: Omit<Outcome, "correct" | "problems"> = {
  fault: "quotes-500",
  kind: "change",
  culprits: [culprit],
  decoys: [decoy],
  diagnosis: { decision: "commit", suspect: culprit, confidence: 0.97, remedy: "revert", service: "quotes" },
  verdict: "merge",
  issue: { number: 1, state: "closed" },
  pull_request: { number: 2, merged: true },
  recovery: "healed",
  healed: true,
  innocent_reverted: false,
  approved: false,
  taken_back: false,
  closed_before_rollout: false,
  seconds: { fault_to_anomaly: 4, anomaly_to_diagnosis: 1, diagnosis_to_merge: 6, fault_to_healed: 15 },
  github_writes: 9,
  tokens: 0,
  seed: 1,
  intake: "otlp",
  false_alarms: [],
  logs: "logs",
};
const diagnosed = (change: Partial<NonNullable<Outcome["diagnosis"]>>) => ({
  ...good,
  diagnosis: { ...(good.diagnosis as NonNullable<Outcome["diagnosis"]>), ...change },
});

describe("the verdict on an outcome", () => {
  it("is empty where everything is as expected", () => {
    expect(judgeOutcome(expectCulprit, good)).toEqual([]);
  });

  it.each([
    ["a decoy is blamed", diagnosed({ suspect: decoy }), /decoy ddddddd/],
    ["the right commit is named without conviction", diagnosed({ decision: "unknown" }), /unknown/],
    ["nothing was diagnosed", { ...good, diagnosis: null }, /no diagnosis/],
    ["it was only proposed", { ...good, verdict: "propose" }, /verdict is propose/],
    ["there was no verdict", { ...good, verdict: null }, /verdict is missing/],
    ["it did not heal", { ...good, healed: false }, /not healed/],
    ["the remedy is another", diagnosed({ remedy: "restore-config" }), /remedy is restore-config/],
    ["something innocent was undone", { ...good, innocent_reverted: true }, /innocent/],
  ])("says so when %s", (_, outcome, problem) => {
    const problems = judgeOutcome(expectCulprit, outcome);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  it("wants no suspect where no commit is guilty", () => {
    const none = { suspect: "none", verdict: "report", healed: false } as const;
    const guiltless = { ...diagnosed({ decision: "none", suspect: null }), verdict: "report", healed: false };
    expect(judgeOutcome(none, guiltless)).toEqual([]);
    expect(
      judgeOutcome(none, { ...diagnosed({ decision: "unknown" }), verdict: "report", healed: false }),
    ).toHaveLength(1);
  });
});

describe("the table", () => {
  it("shows each outcome, and why one is not as expected", () => {
    const bad = { ...good, fault: "quotes-slow", healed: false, correct: false, problems: ["not healed"] };
    const table = reportTable([{ ...good, correct: true, problems: [] }, bad]);
    expect(table).toContain("quotes-500");
    expect(table).toContain("15.0 s");
    expect(table).toContain("NOT as expected");
    expect(table).toMatch(/quotes-slow.*not healed/);
  });
});
