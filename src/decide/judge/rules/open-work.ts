import { failUnlessApproved, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { nameSome } from "../name-some.ts";

/** Somebody is at work on the same files: they may be mending it, and are asked before it moves under them. */
export const openWork: Rule = {
  name: "open-work",
  judge(context) {
    if (!context.facts) return notApplicable("The repository could not be read.");
    const { openWork } = context.facts;
    if (openWork.length === 0) return pass("No open pull request of another's touches these files.");
    const named = nameSome(openWork.map((work) => `#${work.number} by ${work.author}`));
    return failUnlessApproved(context, "propose", `Open pull requests touch the same files: ${named}.`);
  },
};
