import { failUnlessApproved, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/**
 * Where a model was asked and does not come to the same answer, or doubts it, a person decides. Its agreement lifts
 * nothing, and where it was not heard nothing hangs on it.
 */
export const agreement: Rule = {
  name: "agreement",
  judge(context) {
    const { secondOpinion } = context.diagnosis;
    if (!secondOpinion || secondOpinion.agreed === null)
      return notApplicable("No model gave a second opinion.");
    if (secondOpinion.agreed) return pass("A model was asked, came to the same answer, and raised no doubt.");
    const { doubts } = secondOpinion;
    const cited = [...new Set(doubts.flatMap(({ evidence }) => evidence))].filter((id) => /^E\d+$/.test(id));
    return failUnlessApproved(
      context,
      "propose",
      doubts.length > 0
        ? `A model was asked and doubts the diagnosis, from ${cited.slice(0, 8).join(", ")}.`
        : "A model was asked and does not come to the same answer.",
    );
  },
};
