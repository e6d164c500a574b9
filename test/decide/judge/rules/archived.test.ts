import { archived } from "../../../../src/decide/judge/rules/archived.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

ruleTable(archived, [
  ["in use", caseOf(), "pass", /not archived/],
  ["archived", caseOf({ facts: { archived: true } }), "report", /is archived/],
  [
    "nobody lifts it",
    caseOf({ facts: { archived: true }, approvals: [approval()] }),
    "report",
    /is archived/,
  ],
  ["nothing is known", caseOf({ facts: null }), "not applicable", /could not be read/],
]);
