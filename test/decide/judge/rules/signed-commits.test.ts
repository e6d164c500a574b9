import { signedCommits } from "../../../../src/decide/judge/rules/signed-commits.ts";
import { approval, branchRules, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const rules = branchRules({ signedCommits: true });
const head = (verified: boolean | null) => {
  const { facts } = caseOf();
  return caseOf({
    facts: { rules, pullRequest: facts?.pullRequest ? { ...facts.pullRequest, verified } : null },
  });
};

ruleTable(signedCommits, [
  ["not required", caseOf(), "not applicable", /requires no signatures/],
  ["signed", head(true), "pass", /#8 is signed/],
  ["not signed", head(false), "propose", /has no verified signature/],
  ["GitHub does not say", head(null), "propose", /has no verified signature/],
  [
    "not signed, and approved",
    { ...head(false), approvals: [approval()] },
    "propose",
    /no verified signature/,
  ],
  [
    "before the branch",
    caseOf({ facts: { rules, pullRequest: null }, stage: "before-branch" }),
    "pass",
    /GitHub's API/,
  ],
  ["no facts", caseOf({ facts: null }), "not applicable", /could not be read/],
]);
