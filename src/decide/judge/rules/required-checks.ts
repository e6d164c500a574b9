import type { Check } from "../../../contracts/facts.ts";
import { fail, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { nameSome } from "../name-some.ts";

/** Ours says what this verdict is: waiting for it would wait for itself. */
const OWN = "SRE-Space / ";

/**
 * Every check that the policy or the branch requires has succeeded on the pull request's head. A skipped one
 * has shown nothing, so it counts as one that has not.
 */
export const requiredChecks: Rule = {
  name: "required-checks",
  judge({ facts, policy, stage }) {
    if (stage === "before-branch") return notApplicable("Checks run once there is a pull request.");
    const required = [
      ...new Set([...policy.guardrails.required_checks, ...(facts?.rules.requiredChecks ?? [])]),
    ].filter((name) => !name.startsWith(OWN));
    if (required.length === 0) return notApplicable("Neither the policy nor the branch requires a check.");
    const checks = facts?.pullRequest?.checks ?? [];
    const states = new Map(required.map((name) => [name, stateOf(checks, name)]));
    const those = (state: Check["state"]) => required.filter((name) => states.get(name) === state);
    const succeeded = `${those("success").length} of ${required.length} required checks succeeded`;
    if (those("failure").length > 0)
      return fail("propose", `${succeeded}; failed: ${nameSome(those("failure"))}.`);
    if (those("neutral").length > 0)
      return fail("propose", `${succeeded}; skipped or neutral: ${nameSome(those("neutral"))}.`);
    if (those("pending").length > 0)
      return fail("propose", `${succeeded}, not yet: ${nameSome(those("pending"))}.`);
    return pass(`${succeeded}: ${nameSome(required)}.`);
  },
};

/** Of several runs of one name the worst counts; where there is none yet, it is pending. */
function stateOf(checks: readonly Check[], name: string): Check["state"] {
  const states = checks.filter((check) => check.name === name).map((check) => check.state);
  return (
    (["failure", "pending", "neutral"] as const).find((state) => states.includes(state)) ??
    (states.length > 0 ? "success" : "pending")
  );
}
