import { relanded } from "../../../../src/decide/judge/rules/relanded.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

ruleTable(relanded, [
  ["never landed again", caseOf(), "pass", /Nobody has landed/],
  ["landed again by a person", caseOf({ facts: { suspectRelanded: true } }), "report", /is not undone/],
  [
    "nobody lifts it",
    caseOf({ facts: { suspectRelanded: true }, approvals: [approval()] }),
    "report",
    /not undone/,
  ],
  ["no suspect", caseOf({ diagnosis: { suspect: null } }), "not applicable", /no suspect/],
]);
