import { patchChecked } from "../../../../src/decide/judge/rules/patch-checked.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const patch = { remedy: "patch", reverts: [] } as const;
const whole = caseOf().facts?.pullRequest;
const checks = (...states: ("success" | "failure" | "pending" | "neutral")[]) => ({
  plan: patch,
  facts: {
    pullRequest: whole
      ? { ...whole, checks: states.map((state, i) => ({ name: `check-${i}`, state })) }
      : null,
  },
});

ruleTable(patchChecked, [
  ["a revert", caseOf(), "not applicable", /No model wrote/],
  [
    "before there is a branch",
    caseOf({ plan: patch, stage: "before-branch" }),
    "not applicable",
    /once there is/,
  ],
  ["all succeed", caseOf(checks("success", "success")), "pass", /2 checks of the repository's succeeded/],
  ["one is skipped", caseOf(checks("success", "neutral")), "pass", /1 check of the repository's/],
  ["none has run", caseOf(checks()), "propose", /no check of the repository's has run on it/],
  ["all were skipped", caseOf(checks("neutral")), "propose", /no check of the repository's has run on it/],
  ["one is still running", caseOf(checks("success", "pending")), "propose", /not every check has ended/],
  ["one fails", caseOf(checks("success", "failure")), "propose", /checks fail on it: check-1/],
  ["nothing is known", caseOf({ plan: patch, facts: null }), "propose", /no check/],
  [
    "a person lifts it",
    caseOf({ ...checks(), approvals: [approval()] }),
    "pass",
    /has run on it\. ada approved/,
  ],
]);
