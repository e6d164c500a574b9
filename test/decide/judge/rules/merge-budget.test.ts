import { mergeBudget } from "../../../../src/decide/judge/rules/merge-budget.ts";
import { ago, approval, caseOf, policyOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const policy = policyOf({ guardrails: { max_merges: { per_hour: 2, per_day: 3 } } });
const merges = (...seconds: number[]) => ({
  policy,
  history: {
    merges: seconds.map((age) => ({ at: ago(age), fingerprint: "ffffffffffff", service: "other" })),
  },
});

ruleTable(mergeBudget, [
  [
    "none so far",
    caseOf({ policy }),
    "pass",
    /0 merges in the last hour and 0 in the last day; the policy allows 2 and 3/,
  ],
  ["room for one more", caseOf(merges(10)), "pass", /1 merges in the last hour/],
  ["the hour is spent", caseOf(merges(10, 3599)), "hold", /2 merges in the last hour/],
  [
    "the oldest has left the hour",
    caseOf(merges(10, 3600)),
    "pass",
    /1 merges in the last hour and 2 in the last day/,
  ],
  [
    "the day is spent",
    caseOf(merges(4000, 5000, 86_399)),
    "hold",
    /0 merges in the last hour and 3 in the last day/,
  ],
  [
    "nothing may be merged",
    caseOf({ policy: policyOf({ guardrails: { max_merges: { per_hour: 0 } } }) }),
    "hold",
    /allows 0/,
  ],
  ["a time ahead of ours counts", caseOf(merges(-100, -200)), "hold", /2 merges in the last hour/],
  ["a person lifts it", caseOf({ ...merges(10, 20), approvals: [approval()] }), "pass", /ada approved/],
]);
