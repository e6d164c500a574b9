import { held } from "../../../../src/decide/judge/rules/held.ts";
import { ago, approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const onHold = caseOf({ held: { by: "ada", at: ago(20) } });

ruleTable(held, [
  ["nobody has", caseOf(), "pass", /Nobody has put/],
  ["somebody has", onHold, "hold", /ada put this incident on hold; \/sre approve/],
  [
    "an approval by itself does not take back another's hold",
    { ...onHold, approvals: [approval()] },
    "hold",
    /ada/,
  ],
]);
