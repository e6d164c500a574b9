import { failUnlessApproved, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/**
 * Repositories that have nothing to do with each other do not break at one moment by a commit of each: a cloud, a
 * network, a provider that they share is likelier. How many is said, and not which: they may be another team's.
 */
export const failingElsewhere: Rule = {
  name: "failing-elsewhere",
  judge(context) {
    const count = context.history.failingElsewhere;
    return count === 0
      ? pass("No unrelated repository broke at the same time.")
      : failUnlessApproved(
          context,
          "hold",
          `${count === 1 ? "Another repository, unrelated," : `${count} other repositories, unrelated,`} broke within two minutes of this: a cause that they share is likelier than a commit of each.`,
        );
  },
};
