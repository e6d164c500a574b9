import { failingElsewhere } from "../../../../src/decide/judge/rules/failing-elsewhere.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const elsewhere = (count: number) => ({ history: { failingElsewhere: count } });

ruleTable(failingElsewhere, [
  ["nothing else broke", caseOf(), "pass", /No unrelated repository/],
  [
    "one other broke",
    caseOf(elsewhere(1)),
    "hold",
    /Another repository, unrelated, broke within two minutes/,
  ],
  ["several broke", caseOf(elsewhere(4)), "hold", /4 other repositories/],
  [
    "a person answers for it",
    caseOf({ ...elsewhere(1), approvals: [approval()] }),
    "pass",
    /approved it all the same/,
  ],
]);
