import { mergeable } from "../../../../src/decide/judge/rules/mergeable.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const seen = (answer: boolean | null) => {
  const { facts } = caseOf();
  return caseOf({
    facts: { pullRequest: facts?.pullRequest ? { ...facts.pullRequest, mergeable: answer } : null },
  });
};

ruleTable(mergeable, [
  ["no conflict", seen(true), "pass", /No conflict of #8 with main/],
  ["not worked out yet", seen(null), "pass", /is known/],
  ["a conflict", seen(false), "propose", /#8 conflicts with main/],
  ["nobody lifts it", { ...seen(false), approvals: [approval()] }, "propose", /conflicts/],
  ["before the branch", caseOf({ stage: "before-branch" }), "not applicable", /no pull request/],
]);
