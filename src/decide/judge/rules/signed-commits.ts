import { fail, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** Where commits must be signed, GitHub signs what an App commits by its API; that it did is looked at. */
export const signedCommits: Rule = {
  name: "signed-commits",
  judge({ facts, stage }) {
    if (!facts) return notApplicable("The repository could not be read.");
    if (!facts.rules.signedCommits) return notApplicable(`${facts.defaultBranch} requires no signatures.`);
    const pullRequest = stage === "before-merge" ? facts.pullRequest : null;
    if (!pullRequest)
      return pass(`${facts.defaultBranch} requires signed commits; ours is made by GitHub's API.`);
    return pullRequest.verified === true
      ? pass(`The head of #${pullRequest.number} is signed, as ${facts.defaultBranch} requires.`)
      : fail(
          "propose",
          `${facts.defaultBranch} requires signed commits, and the head of #${pullRequest.number} has no verified signature. A person may sign and push it, or merge by GitHub's button.`,
        );
  },
};
