import type { Plan } from "../../../../src/contracts/change-set.ts";
import { plan } from "../../../../src/decide/judge/rules/plan.ts";
import { approval, BASE, caseOf, SUSPECT } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const unplanned: Plan = {
  kind: "unplanned",
  remedy: "revert",
  reason: "later changes build on it.",
  conflicts: ["a.ts", "b.ts"],
};

ruleTable(plan, [
  ["a revert of the suspect", caseOf(), "pass", /revert of 1 file is planned on bbbbbbb/],
  [
    "nothing could be planned",
    { ...caseOf(), plan: unplanned },
    "report",
    /needs a person: later changes.*in a\.ts, b\.ts/,
  ],
  [
    "nobody lifts that",
    { ...caseOf({ approvals: [approval()] }), plan: unplanned },
    "report",
    /needs a person/,
  ],
  [
    "an innocent commit is undone too",
    caseOf({ plan: { reverts: [SUSPECT, BASE] } }),
    "report",
    /1 commit that nobody/,
  ],
  ["only an innocent commit is undone", caseOf({ plan: { reverts: [BASE] } }), "report", /nobody suspects/],
  ["a revert of nothing", caseOf({ plan: { reverts: [] } }), "report", /undoes no commit/],
]);
