import { failUnlessApproved, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { nameSome } from "../name-some.ts";
import { takesBack } from "../takes-back.ts";
import { withoutAftermath } from "../without-aftermath.ts";

/** What later commits use of the suspect would be missing without it, and no conflict of lines need tell so. */
export const laterUse: Rule = {
  name: "later-use",
  judge(context) {
    const { aftermath, plan } = context;
    if (!takesBack(plan)) return notApplicable("Nothing is reverted.");
    if (!aftermath) return withoutAftermath(context);
    const uses = aftermath.uses.map(({ sha, path, symbol }) => `${symbol} in ${path} (${sha.slice(0, 7)})`);
    if (uses.length > 0)
      return failUnlessApproved(
        context,
        "propose",
        `Commits since use what the suspect brought in: ${nameSome(uses)}.`,
      );
    return aftermath.complete
      ? pass("No commit since uses a name that the suspect brought in.")
      : failUnlessApproved(
          context,
          "propose",
          "Not every commit since the suspect could be looked at, so one of them may rest on it.",
        );
  },
};
