import { fail, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { count } from "../count.ts";

/** The branch's own rule: reviews that it asks for are given by people. */
export const requiredReview: Rule = {
  name: "required-review",
  judge({ facts }) {
    if (!facts) return notApplicable("The repository could not be read.");
    const { requiredApprovals, codeOwners } = facts.rules;
    const required = Math.max(requiredApprovals, codeOwners ? 1 : 0);
    const branch = facts.defaultBranch;
    if (required === 0) return pass(`${branch} requires no review.`);
    const given = facts.pullRequest?.approvedBy.length ?? 0;
    const figures = `${branch} requires ${count(required, "approving review")}${codeOwners ? ", by code owners" : ""}; ${given} given.`;
    return given >= required
      ? pass(figures)
      : fail(
          "propose",
          `${figures} To let it merge by itself, add this App to "Allow specified actors to bypass required pull requests" in the branch's protection, or to the rule set's bypass list.`,
        );
  },
};
