import { fail, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** An archived repository is read only. */
export const archived: Rule = {
  name: "archived",
  judge({ facts }) {
    if (!facts) return notApplicable("The repository could not be read.");
    return facts.archived
      ? fail("report", "The repository is archived.")
      : pass("The repository is not archived.");
  },
};
