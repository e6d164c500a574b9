import { sanitise } from "../../../safety/sanitise.ts";
import { fail, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** The repository's own rules stand above ours, so they must be known. */
export const branchRules: Rule = {
  name: "branch-rules",
  judge({ facts }) {
    if (!facts) return notApplicable("The repository could not be read.");
    const { unread } = facts.rules;
    return unread === null
      ? pass(`The rules of ${facts.defaultBranch} were read.`)
      : fail("propose", `Not all rules of ${facts.defaultBranch} could be read: ${sanitise(unread, 200)}`);
  },
};
