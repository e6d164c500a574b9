import { expect, it } from "vitest";
import type { CaseResult } from "../../../bench/diagnosis/case.ts";
import { reliability } from "../../../bench/diagnosis/reliability.ts";
import { summarise } from "../../../bench/diagnosis/summarise.ts";

const result = (of: Partial<CaseResult>): CaseResult => ({
  name: "one",
  part: "seen",
  group: "logic",
  guilty: true,
  right: true,
  inTop3: true,
  decoyBlamed: false,
  decision: "commit",
  named: true,
  confidence: 0.97,
  brier: 0,
  serviceRight: true,
  lastDeployRight: false,
  ms: 1000,
  cpuMs: 500,
  tokens: 0,
  told: "",
  ...of,
});

it("weighs guilty and guiltless cases to the share that is asked for", () => {
  const results = [
    ...Array.from({ length: 8 }, () => result({ confidence: 0.85 })),
    ...Array.from({ length: 2 }, () => result({ guilty: false, right: false, confidence: 0.85 })),
  ];
  for (const share of [0.3, 0.5, 0.7]) {
    const { bins, error } = reliability(results, share);
    expect(bins).toHaveLength(1);
    expect(bins[0]?.right).toBeCloseTo(share, 9);
    expect(error).toBeCloseTo(Math.abs(0.85 - share), 9);
  }
});

it("counts as a wrong merge only what names an innocent commit at or above the bar", () => {
  const summary = summarise([
    result({}),
    result({ right: false, decoyBlamed: true, confidence: 0.96 }),
    result({ right: false, decoyBlamed: true, confidence: 0.94 }),
    result({ guilty: false, named: false, decision: "none", confidence: 0.99 }),
    result({ right: false, named: false, decision: "none", confidence: 0.99 }),
  ]);
  expect(summary).toMatchObject({
    cases: 5,
    confident: 4,
    confidently_wrong: 2,
    merges: 2,
    wrong_merges: 1,
    coverage: 0.25,
    guiltless_recognised: 1,
    decoys_blamed: 2,
    top1: 0.4,
  });
  expect(summary.by_group.logic).toMatchObject({
    cases: 5,
    right: 2,
    other_commit: 2,
    no_commit: 1,
    wrong_merges: 1,
  });
});
