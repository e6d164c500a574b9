import { failUnlessApproved, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { takesBack } from "../takes-back.ts";
import { withoutAftermath } from "../without-aftermath.ts";

/** The trailer by which the author of a commit keeps it from being reverted without a person: `SRE-Space: no-revert`. */
export const optOut: Rule = {
  name: "opt-out",
  judge(context) {
    const { aftermath, plan } = context;
    if (!takesBack(plan) && plan.remedy !== "restore-config") return notApplicable("Nothing is reverted.");
    if (!aftermath) return withoutAftermath(context);
    return aftermath.trailers.includes("no-revert")
      ? failUnlessApproved(
          context,
          "propose",
          "The suspect's author asked that it not be reverted without a person (SRE-Space: no-revert).",
        )
      : pass("The suspect's author has not opted out (SRE-Space: no-revert).");
  },
};
