import { alreadyReverted } from "../../../../src/decide/judge/rules/already-reverted.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

ruleTable(alreadyReverted, [
  ["not yet", caseOf(), "pass", /No revert/],
  ["it was", caseOf({ facts: { suspectReverted: true } }), "report", /merged before/],
  [
    "nobody lifts it",
    caseOf({ facts: { suspectReverted: true }, approvals: [approval()] }),
    "report",
    /before/,
  ],
  ["no suspect", caseOf({ diagnosis: { suspect: null } }), "not applicable", /no suspect/],
]);
