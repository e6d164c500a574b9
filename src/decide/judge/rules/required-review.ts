import { fail, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { count } from "../count.ts";

/** The branch's own rule: reviews that it asks for are given by people. */
export const requiredReview: Rule = {
  name: "required-review",
  judge({ facts }) {
    if (!facts) return notApplicable("The repository could not be read.");
    const required = facts.rules.requiredApprovals;
    if (required === 0) return pass(`${facts.defaultBranch} requires no review.`);
    const given = facts.pullRequest?.approvedBy.length ?? 0;
    const figures = `${facts.defaultBranch} requires ${count(required, "approving review")}; ${given} given.`;
    return given >= required ? pass(figures) : fail("propose", figures);
  },
};
