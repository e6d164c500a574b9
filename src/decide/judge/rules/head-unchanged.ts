import { fail, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** What is merged is the commit that was made, and nothing that somebody put on top of it. */
export const headUnchanged: Rule = {
  name: "head-unchanged",
  judge({ facts, made, stage }) {
    if (stage === "before-branch") return notApplicable("There is no pull request yet.");
    const pullRequest = facts?.pullRequest;
    if (!pullRequest) return fail("propose", "The pull request could not be read.");
    if (pullRequest.state === "closed" && !pullRequest.merged)
      return fail("propose", `Pull request #${pullRequest.number} was closed.`);
    if (!made) return fail("propose", "It is not known which commit was made for this pull request.");
    const figures = `The head of #${pullRequest.number} is ${pullRequest.head.slice(0, 7)}; the commit made is ${made.slice(0, 7)}.`;
    return pullRequest.head === made ? pass(figures) : fail("propose", figures);
  },
};
