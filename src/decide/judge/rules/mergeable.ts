import { fail, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** GitHub sees no conflict. Where it has not looked yet, the merge itself will tell. */
export const mergeable: Rule = {
  name: "mergeable",
  judge({ facts, stage }) {
    const pullRequest = facts?.pullRequest;
    if (stage === "before-branch" || !pullRequest) return notApplicable("There is no pull request yet.");
    return pullRequest.mergeable === false
      ? fail("propose", `#${pullRequest.number} conflicts with ${facts.defaultBranch}.`)
      : pass(`No conflict of #${pullRequest.number} with ${facts.defaultBranch} is known.`);
  },
};
