import { coolDown } from "../../../../src/decide/judge/rules/cool-down.ts";
import { ago, approval, caseOf, policyOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const fixed = (seconds: number, fingerprint = "0123456789ab") => ({
  history: { merges: [{ at: ago(seconds), fingerprint, service: "quotes" }] },
});

ruleTable(coolDown, [
  ["never fixed", caseOf(), "pass", /not fixed before/],
  ["fixed a minute ago", caseOf(fixed(60)), "propose", /1 min ago; the same symptom is fixed once in 1 h/],
  ["a second short of an hour", caseOf(fixed(3599)), "propose", /59 min 59 s ago/],
  ["an hour ago", caseOf(fixed(3600)), "pass", /1 h ago/],
  [
    "as long as the policy says",
    caseOf({ ...fixed(3600), policy: policyOf({ guardrails: { cool_down: "1d" } }) }),
    "propose",
    /1 h ago; .* once in 1 d/,
  ],
  ["another symptom", caseOf(fixed(60, "ba9876543210")), "pass", /not fixed before/],
  ["a clock ahead of ours", caseOf(fixed(-60)), "propose", /0 s ago/],
  ["a person lifts it", caseOf({ ...fixed(60), approvals: [approval()] }), "pass", /ada approved/],
]);
