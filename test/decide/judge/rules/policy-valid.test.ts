import { policyValid } from "../../../../src/decide/judge/rules/policy-valid.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

ruleTable(policyValid, [
  ["a valid file", caseOf(), "pass", /\.sre-space\.yml is valid/],
  ["one problem", caseOf({ policyProblems: 1 }), "report", /has 1 problem;/],
  ["several", caseOf({ policyProblems: 5 }), "report", /has 5 problems;/],
  ["nobody lifts it", caseOf({ policyProblems: 1, approvals: [approval()] }), "report", /mended/],
  ["no file", caseOf({ policySource: null }), "not applicable", /safe defaults/],
]);
