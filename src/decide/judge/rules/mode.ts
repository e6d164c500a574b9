import { fail, failUnlessApproved, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** The most that the team lets it do by itself. A person may approve a proposal, and never a mere report. */
export const mode: Rule = {
  name: "mode",
  judge(context) {
    switch (context.policy.mode) {
      case "merge":
        return pass("The policy's mode is merge.");
      case "propose":
        return failUnlessApproved(
          context,
          "propose",
          "The policy's mode is propose; merging takes a person.",
        );
      case "report":
        return fail(
          "report",
          context.policySource
            ? "The policy's mode is report."
            : "There is no .sre-space.yml on the default branch, and without one the mode is report.",
        );
    }
  },
};
