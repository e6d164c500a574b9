import { factsKnown } from "../../../../src/decide/judge/rules/facts-known.ts";
import { ago, approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

ruleTable(factsKnown, [
  ["just read", caseOf(), "pass", /read 1 s ago; 10 min is the most/],
  ["read too long ago", caseOf({ facts: { at: ago(601) } }), "hold", /10 min 1 s ago/],
  ["never read", caseOf({ facts: null }), "report", /could not be read/],
  ["nobody lifts it", caseOf({ facts: null, approvals: [approval()] }), "report", /could not be read/],
  ["a time that is none", caseOf({ facts: { at: "never" } }), "hold", /most/],
]);
