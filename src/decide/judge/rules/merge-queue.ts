import { notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** A branch with a merge queue is merged into by the queue alone: the change is put into it. */
export const mergeQueue: Rule = {
  name: "merge-queue",
  judge({ facts }) {
    if (!facts) return notApplicable("The repository could not be read.");
    return facts.rules.mergeQueue
      ? pass(`${facts.defaultBranch} has a merge queue; the change is put into it, and GitHub merges.`)
      : notApplicable(`${facts.defaultBranch} has no merge queue.`);
  },
};
