import { fail, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** Whoever lands a commit again after a revert has decided. That is never undone by a machine. */
export const relanded: Rule = {
  name: "relanded",
  judge({ facts, diagnosis }) {
    if (!facts || diagnosis.suspect === null) return notApplicable("There is no suspect to look for.");
    return facts.suspectRelanded
      ? fail(
          "report",
          "A person has landed the suspect again after it was reverted; what a person re-lands is not undone.",
        )
      : pass("Nobody has landed the suspect again after a revert.");
  },
};
