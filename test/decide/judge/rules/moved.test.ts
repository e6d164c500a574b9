import { moved } from "../../../../src/decide/judge/rules/moved.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

ruleTable(moved, [
  ["as it was planned on", caseOf(), "pass", /as they were at bbbbbbb/],
  [
    "changed since",
    caseOf({ facts: { movedPaths: ["a.ts"] } }),
    "hold",
    /Changed on main since bbbbbbb.*again: a\.ts/,
  ],
  [
    "many changed",
    caseOf({ facts: { movedPaths: ["a", "b", "c", "d", "e"] } }),
    "hold",
    /a, b, c and 2 more/,
  ],
  [
    "nobody lifts it",
    caseOf({ facts: { movedPaths: ["a.ts"] }, approvals: [approval()] }),
    "hold",
    /planned again/,
  ],
  ["nothing is known", caseOf({ facts: null }), "not applicable", /no plan to compare/],
]);
