import { requiredReview } from "../../../../src/decide/judge/rules/required-review.ts";
import { approval, branchRules, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const rules = branchRules({ requiredApprovals: 2 });
const reviewedBy = (...approvedBy: string[]) => {
  const { facts } = caseOf();
  return caseOf({
    facts: { rules, pullRequest: facts?.pullRequest ? { ...facts.pullRequest, approvedBy } : null },
  });
};

ruleTable(requiredReview, [
  ["the branch asks for none", caseOf(), "pass", /main requires no review/],
  ["none given", reviewedBy(), "propose", /main requires 2 approving reviews; 0 given/],
  ["too few", reviewedBy("ada"), "propose", /1 given/],
  ["enough", reviewedBy("ada", "bob"), "pass", /2 given/],
  [
    "too few, and what would allow more",
    reviewedBy("ada"),
    "propose",
    /"Allow specified actors to bypass required pull requests"/,
  ],
  [
    "code owners must approve",
    caseOf({ facts: { rules: branchRules({ codeOwners: true }) } }),
    "propose",
    /1 approving review, by code owners; 0 given/,
  ],
  [
    "before the branch",
    caseOf({ facts: { rules, pullRequest: null }, stage: "before-branch" }),
    "propose",
    /0 given/,
  ],
  ["a command is no review", { ...reviewedBy("ada"), approvals: [approval()] }, "propose", /1 given/],
]);
