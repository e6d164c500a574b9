import { headUnchanged } from "../../../../src/decide/judge/rules/head-unchanged.ts";
import { approval, BASE, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const pull = (over: object) => {
  const { facts } = caseOf();
  return caseOf({ facts: { pullRequest: facts?.pullRequest ? { ...facts.pullRequest, ...over } : null } });
};

ruleTable(headUnchanged, [
  ["the commit that was made", caseOf(), "pass", /head of #8 is ccccccc; the commit made is ccccccc/],
  ["another on top", pull({ head: BASE }), "propose", /is bbbbbbb; the commit made is ccccccc/],
  [
    "nobody lifts it",
    { ...pull({ head: BASE }), approvals: [approval({ head: BASE })] },
    "propose",
    /bbbbbbb/,
  ],
  ["closed", pull({ state: "closed" }), "propose", /#8 was closed/],
  ["the commit made is not known", caseOf({ made: null }), "propose", /not known which commit/],
  ["the pull request is not known", caseOf({ facts: { pullRequest: null } }), "propose", /could not be read/],
  ["before the branch", caseOf({ stage: "before-branch", made: null }), "not applicable", /no pull request/],
]);
