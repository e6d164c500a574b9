import { confidence } from "../../../../src/decide/judge/rules/confidence.ts";
import { approval, caseOf, policyOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

ruleTable(confidence, [
  ["well above the bar", caseOf(), "pass", /0\.990; the policy asks for 0\.95/],
  ["exactly at the bar", caseOf({ diagnosis: { confidence: 0.95 } }), "pass", /0\.950/],
  [
    "just below it",
    caseOf({ diagnosis: { confidence: 0.9499 } }),
    "report",
    /0\.950; the policy asks for 0\.95/,
  ],
  [
    "a higher bar",
    caseOf({ policy: policyOf({ guardrails: { min_confidence: 1 } }) }),
    "report",
    /asks for 1/,
  ],
  ["unknown", caseOf({ diagnosis: { decision: "unknown" } }), "report", /names no commit for certain/],
  [
    "no commit did it",
    caseOf({ diagnosis: { decision: "none", suspect: null } }),
    "report",
    /no commit did this/,
  ],
  [
    "a runbook for what no commit did",
    caseOf({ diagnosis: { decision: "none", suspect: null }, plan: { remedy: "runbook", reverts: [] } }),
    "pass",
    /That no commit did this has a confidence of 0\.990; the policy asks for 0\.95/,
  ],
  [
    "which is merely likely",
    caseOf({
      diagnosis: { decision: "none", suspect: null, confidence: 0.9 },
      plan: { remedy: "runbook", reverts: [] },
    }),
    "report",
    /0\.900; the policy asks for 0\.95/,
  ],
  [
    "a runbook while nobody knows",
    caseOf({ diagnosis: { decision: "unknown", suspect: null }, plan: { remedy: "runbook", reverts: [] } }),
    "report",
    /names no commit for certain/,
  ],
  [
    "a revert where no commit did it",
    caseOf({ diagnosis: { decision: "none", suspect: null }, plan: { remedy: "revert" } }),
    "report",
    /no commit did this/,
  ],
  [
    "a runbook that undoes a commit where none did it",
    caseOf({ diagnosis: { decision: "none", suspect: null }, plan: { remedy: "runbook" } }),
    "report",
    /no commit did this/,
  ],
  ["a commit without a suspect", caseOf({ diagnosis: { suspect: null } }), "report", /names no commit/],
  ["no number", caseOf({ diagnosis: { confidence: Number.NaN } }), "report", /NaN/],
  [
    "nobody lifts it",
    caseOf({ diagnosis: { confidence: 0.5 }, approvals: [approval()] }),
    "report",
    /0\.500/,
  ],
]);
