import { sanitise } from "../../../safety/sanitise.ts";
import { fail, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { count } from "../count.ts";
import { nameSome } from "../name-some.ts";

/** There is a change to make, and it undoes the suspect and nobody else. */
export const plan: Rule = {
  name: "plan",
  judge({ diagnosis, plan }) {
    if (plan.kind === "unplanned") {
      const conflicts = plan.conflicts.length > 0 ? ` It conflicts in ${nameSome(plan.conflicts)}.` : "";
      return fail(
        "report",
        `No change could be planned, so this needs a person: ${sanitise(plan.reason, 300)}${conflicts}`,
      );
    }
    if (plan.remedy === "revert") {
      const innocent = plan.reverts.filter((sha) => sha !== diagnosis.suspect);
      if (innocent.length > 0)
        return fail(
          "report",
          `The plan also undoes ${count(innocent.length, "commit")} that nobody suspects: ${nameSome(innocent)}.`,
        );
      if (plan.reverts.length === 0)
        return fail("report", "The plan calls itself a revert and undoes no commit.");
    }
    return pass(
      `A ${plan.remedy} of ${count(plan.files.length, "file")} is planned on ${plan.base.slice(0, 7)}.`,
    );
  },
};
