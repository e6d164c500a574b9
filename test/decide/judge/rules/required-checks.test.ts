import type { Check } from "../../../../src/contracts/facts.ts";
import { requiredChecks } from "../../../../src/decide/judge/rules/required-checks.ts";
import { approval, branchRules, caseOf, policyOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const seen = (checks: Record<string, Check["state"]>, branch: string[] = []) => {
  const { facts } = caseOf();
  const listed = Object.entries(checks).map(([name, state]) => ({ name: name.replace(/\+$/, ""), state }));
  return caseOf({
    facts: {
      rules: branchRules({ requiredChecks: branch }),
      pullRequest: facts?.pullRequest ? { ...facts.pullRequest, checks: listed } : null,
    },
  });
};

ruleTable(requiredChecks, [
  ["succeeded", seen({ ci: "success" }), "pass", /1 of 1 required checks succeeded: ci/],
  ["pending", seen({ ci: "pending" }), "propose", /0 of 1 .* not yet: ci/],
  ["not there yet", seen({ lint: "success" }), "propose", /not yet: ci/],
  ["failed", seen({ ci: "failure" }), "propose", /failed: ci/],
  ["skipped has shown nothing", seen({ ci: "neutral" }), "propose", /skipped or neutral: ci/],
  ["nobody lifts a failure", { ...seen({ ci: "failure" }), approvals: [approval()] }, "propose", /failed/],
  ["the branch's own", seen({ ci: "success" }, ["e2e"]), "propose", /1 of 2 .* not yet: e2e/],
  ["both", seen({ ci: "success", e2e: "success" }, ["e2e", "ci"]), "pass", /2 of 2/],
  [
    "of two runs of one name the worse counts",
    seen({ ci: "success", "ci+": "failure" }),
    "propose",
    /failed: ci/,
  ],
  ["another name is no substitute", seen({ CI: "success" }), "propose", /not yet: ci/],
  ["our own check is not waited for", seen({ ci: "success" }, ["SRE-Space / guardrail"]), "pass", /1 of 1/],
  [
    "none is required",
    caseOf({ policy: policyOf({ guardrails: { required_checks: [] } }) }),
    "not applicable",
    /Neither/,
  ],
  ["before the branch", caseOf({ stage: "before-branch" }), "not applicable", /once there is a pull request/],
  ["the pull request is not known", caseOf({ facts: null }), "propose", /not yet: ci/],
]);
