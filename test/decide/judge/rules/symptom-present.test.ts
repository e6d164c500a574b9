import { symptomPresent } from "../../../../src/decide/judge/rules/symptom-present.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

ruleTable(symptomPresent, [
  ["still there", caseOf(), "pass", /not been seen to recover: Still failing/],
  ["worse", caseOf({ recovery: { state: "worse" } }), "pass", /not been seen/],
  ["silence heals nothing", caseOf({ recovery: { state: "unknown" } }), "pass", /not been seen/],
  [
    "recovered by itself",
    caseOf({ recovery: { state: "recovered-unexplained", summary: "0 of 80 fail." } }),
    "report",
    /by itself: 0 of 80/,
  ],
  ["healed", caseOf({ recovery: { state: "healed" } }), "report", /by itself/],
  [
    "nobody lifts it",
    caseOf({ recovery: { state: "healed" }, approvals: [approval()] }),
    "report",
    /by itself/,
  ],
  ["not measured at the merge", caseOf({ recovery: null }), "hold", /not measured again/],
  [
    "not measured before the branch",
    caseOf({ recovery: null, stage: "before-branch" }),
    "not applicable",
    /not measured/,
  ],
]);
