import { remedyKind } from "../../../../src/decide/judge/rules/remedy-kind.ts";
import { approval, caseOf, policyOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const patch = { diagnosis: { remedy: { kind: "patch", summary: "" } }, plan: { remedy: "patch" } } as const;

ruleTable(remedyKind, [
  ["a revert is allowed by default", caseOf(), "pass", /a revert; the policy allows revert/],
  ["a patch is not", caseOf(patch), "report", /a patch; the policy allows revert/],
  [
    "a patch that the policy names",
    caseOf({ ...patch, policy: policyOf({ guardrails: { remedies: ["revert", "patch"] } }) }),
    "pass",
    /allows revert, patch/,
  ],
  [
    "no remedy is allowed",
    caseOf({ policy: policyOf({ guardrails: { remedies: [] } }) }),
    "report",
    /allows none/,
  ],
  [
    "a plan of another kind than the diagnosis",
    caseOf({ plan: { remedy: "patch" } }),
    "report",
    /asked for a revert/,
  ],
  ["no remedy is known", caseOf({ plan: { remedy: "none" } }), "report", /No remedy is known/],
  ["nobody lifts it", caseOf({ ...patch, approvals: [approval()] }), "report", /a patch/],
]);
