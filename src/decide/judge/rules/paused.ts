import { fail, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** The stop button: `/sre pause`, an issue with its label, or the operator's switch. Each is released as it was pressed. */
export const paused: Rule = {
  name: "paused",
  judge({ history }) {
    return history.paused
      ? fail(
          "hold",
          history.stop ?? "A person has paused SRE-Space in this repository; /sre resume lets it go on.",
        )
      : pass("Nobody has stopped SRE-Space in this repository.");
  },
};
