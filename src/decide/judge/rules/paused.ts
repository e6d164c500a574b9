import { fail, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** The stop button. Only `/sre resume` releases it. */
export const paused: Rule = {
  name: "paused",
  judge({ history }) {
    return history.paused
      ? fail("hold", "A person has paused SRE-Space in this repository; /sre resume lets it go on.")
      : pass("Nobody has paused SRE-Space in this repository.");
  },
};
