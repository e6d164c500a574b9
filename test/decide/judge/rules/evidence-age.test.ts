import { evidenceAge } from "../../../../src/decide/judge/rules/evidence-age.ts";
import { ago, approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const old = { diagnosis: { at: ago(7200) } };

ruleTable(evidenceAge, [
  ["fresh", caseOf(), "pass", /made 30 s ago; 1 h is the most/],
  ["old, but measured again", caseOf(old), "pass", /2 h ago.*measured again 1 s ago and is still there/],
  ["old and not measured", caseOf({ ...old, recovery: null }), "propose", /2 h ago/],
  ["old and measured long ago", caseOf({ ...old, recovery: { at: ago(301) } }), "propose", /2 h ago/],
  [
    "old and the measurement says nothing",
    caseOf({ ...old, recovery: { state: "unknown" } }),
    "propose",
    /2 h ago/,
  ],
  ["a person's word", caseOf({ ...old, recovery: null, approvals: [approval()] }), "pass", /ada approved/],
]);
