import type { Diagnosis } from "../../../contracts/diagnosis.ts";
import type { JudgedPlan } from "../../../contracts/judgement.ts";
import type { Policy } from "../../../contracts/policy.ts";
import { sanitise } from "../../../safety/sanitise.ts";
import { fail, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { count } from "../count.ts";
import { nameSome } from "../name-some.ts";

/** There is a change to make, and it is what the diagnosis asks for and nothing else: it undoes the suspect and nobody else. */
export const plan: Rule = {
  name: "plan",
  judge({ diagnosis, plan, policy, facts }) {
    if (plan.kind === "unplanned") {
      const conflicts = plan.conflicts.length > 0 ? ` It conflicts in ${nameSome(plan.conflicts)}.` : "";
      return fail(
        "report",
        `No change could be planned, so this needs a person: ${sanitise(plan.reason, 300)}${conflicts}`,
      );
    }
    const why = wrongWith(plan, diagnosis, policy, facts?.sameChange?.commits ?? []);
    return why === null
      ? pass(
          `A ${plan.remedy} of ${count(plan.files.length, "file")} is planned on ${plan.base.slice(0, 7)}.`,
        )
      : fail("report", why);
  },
};

type Planned = Extract<JudgedPlan, { kind: "planned" }>;

/** Why a plan is not what its kind may be; null where nothing is wrong with it. */
function wrongWith(
  plan: Planned,
  { suspect, remedy }: Diagnosis,
  policy: Policy,
  sameChange: readonly string[],
): string | null {
  const { remedy: kind, reverts, files, redeploy } = plan;
  if (redeploy && kind !== "redeploy") return `The plan calls itself a ${kind} and brings out a revision.`;
  if (kind === "revert" || kind === "redeploy") {
    // What the suspect's own pull request built upon it goes with it, by GitHub's record of what that brought in.
    const whole = kind === "revert" ? sameChange : [];
    const named = new Set([...(suspect === null ? [] : [suspect]), ...(remedy.commits ?? []), ...whole]);
    const innocent = reverts.filter((sha) => !named.has(sha));
    if (innocent.length > 0)
      return `The plan also undoes ${count(innocent.length, "commit")} that nobody suspects: ${nameSome(innocent)}.`;
    if (reverts.length === 0) return `The plan calls itself a ${kind} and undoes no commit.`;
    if (kind === "revert") return null;
    if (!redeploy) return "The plan calls itself a redeploy and brings out no revision.";
    return redeploy.takesOut.length > 0
      ? `The plan takes ${count(redeploy.takesOut.length, "commit")} out of production that nobody suspects: ${nameSome(redeploy.takesOut)}.`
      : null;
  }
  if (reverts.length > 0) return `The plan calls itself a ${kind} and undoes ${nameSome(reverts)}.`;
  const allowed = pathsOf(kind, remedy, policy);
  const others = allowed === null ? [] : files.filter(({ path }) => !allowed.includes(path));
  return others.length > 0
    ? `The plan calls itself a ${kind} and touches what it is not about: ${nameSome(others.map(({ path }) => path))}.`
    : null;
}

/** What such a remedy is about; null where that is not known beforehand. */
function pathsOf(kind: Planned["remedy"], remedy: Diagnosis["remedy"], policy: Policy): string[] | null {
  switch (kind) {
    case "restore-config":
      return remedy.setting ? [remedy.setting.path] : [];
    case "runbook":
      return policy.runbooks.map(({ set }) => set.file).filter((file) => file === remedy.runbook?.file);
    case "patch":
      return (remedy.edits ?? []).map(({ path }) => path);
    default:
      return null;
  }
}
