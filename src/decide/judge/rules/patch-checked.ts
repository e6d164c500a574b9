import { failUnlessApproved, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { count } from "../count.ts";
import { nameSome } from "../name-some.ts";

/** Ours says what this verdict is. */
const OWN = "SRE-Space / ";

/** What a model wrote is judged by the repository's own checks: where none has run on it, a person judges it. */
export const patchChecked: Rule = {
  name: "patch-checked",
  judge(context) {
    const { plan, facts, stage } = context;
    if (plan.remedy !== "patch") return notApplicable("No model wrote this change.");
    if (stage === "before-branch") return notApplicable("Checks run once there is a pull request.");
    const checks = (facts?.pullRequest?.checks ?? []).filter(({ name }) => !name.startsWith(OWN));
    const failed = checks.filter(({ state }) => state === "failure");
    if (failed.length > 0)
      return failUnlessApproved(
        context,
        "propose",
        `A model wrote this, and checks fail on it: ${nameSome(failed.map(({ name }) => name))}.`,
      );
    const succeeded = checks.filter(({ state }) => state === "success");
    const pending = checks.some(({ state }) => state === "pending");
    return succeeded.length > 0 && !pending
      ? pass(
          `A model wrote this, and ${count(succeeded.length, "check")} of the repository's succeeded on it.`,
        )
      : failUnlessApproved(
          context,
          "propose",
          `A model wrote this, and ${pending ? "not every check has ended" : "no check of the repository's has run on it"}.`,
        );
  },
};
