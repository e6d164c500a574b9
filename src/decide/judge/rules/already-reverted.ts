import { fail, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** What has been undone is not undone twice. */
export const alreadyReverted: Rule = {
  name: "already-reverted",
  judge({ facts, diagnosis }) {
    if (!facts || diagnosis.suspect === null) return notApplicable("There is no suspect to look for.");
    return facts.suspectReverted
      ? fail("report", "A revert of the suspect has been merged before.")
      : pass("No revert of the suspect has been merged.");
  },
};
