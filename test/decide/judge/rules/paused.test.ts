import { paused } from "../../../../src/decide/judge/rules/paused.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

ruleTable(paused, [
  ["running", caseOf(), "pass", /Nobody has stopped/],
  ["paused", caseOf({ history: { paused: true } }), "hold", /\/sre resume/],
  ["before the branch", caseOf({ history: { paused: true }, stage: "before-branch" }), "hold", /paused/],
  [
    "an approval is no resume",
    caseOf({ history: { paused: true }, approvals: [approval()] }),
    "hold",
    /paused/,
  ],
]);
