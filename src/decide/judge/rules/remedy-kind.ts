import { fail, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** Only the kinds of remedy that the team has named, and the one that the diagnosis asked for. */
export const remedyKind: Rule = {
  name: "remedy-kind",
  judge({ diagnosis, plan, policy, rollback }) {
    const { remedies } = policy.guardrails;
    const allowed = remedies.length > 0 ? remedies.join(", ") : "none";
    if (plan.remedy === "none") return fail("report", "No remedy is known for this.");
    if (plan.remedy !== diagnosis.remedy.kind)
      return fail(
        "report",
        `The plan is a ${plan.remedy}, but the diagnosis asked for a ${diagnosis.remedy.kind}.`,
      );
    // What may undo a change of ours is no remedy of the team's list: `verify.rollback` says whether, or a person.
    if (rollback && plan.remedy === "revert")
      return policy.verify.rollback || rollback.why === "asked"
        ? pass("A merge of SRE-Space's own is taken back.")
        : fail(
            "report",
            "The policy's verify.rollback is off, so what was merged is a person's to take back.",
          );
    const figures = `The remedy is a ${plan.remedy}; the policy allows ${allowed}.`;
    return remedies.includes(plan.remedy) ? pass(figures) : fail("report", figures);
  },
};
