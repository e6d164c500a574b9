import { mode } from "../../../../src/decide/judge/rules/mode.ts";
import { approval, caseOf, policyOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

ruleTable(mode, [
  ["merge lets it merge", caseOf(), "pass", /mode is merge/],
  [
    "propose stops at a proposal",
    caseOf({ policy: policyOf({ mode: "propose" }) }),
    "propose",
    /takes a person/,
  ],
  [
    "a person lifts propose",
    caseOf({ policy: policyOf({ mode: "propose" }), approvals: [approval()] }),
    "pass",
    /ada approved/,
  ],
  ["report stops at the issue", caseOf({ policy: policyOf({ mode: "report" }) }), "report", /mode is report/],
  [
    "nobody lifts report",
    caseOf({ policy: policyOf({ mode: "report" }), approvals: [approval({ permission: "admin" })] }),
    "report",
    /mode is report/,
  ],
  [
    "no file is report",
    caseOf({ policy: policyOf({ mode: "report" }), policySource: null }),
    "report",
    /no \.sre-space\.yml on the default branch/,
  ],
]);
