import { failUnlessApproved, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { spanOfTime } from "../span-of-time.ts";

/** Clocks of a deployer and ours may differ by so much. */
const SKEW = 300;

/** The longer a commit has been out, the more has come to rest on it, and the less it explains what broke now. */
export const age: Rule = {
  name: "age",
  judge(context) {
    const { diagnosis, policy } = context;
    if (diagnosis.suspect === null) return notApplicable("No commit is suspected.");
    const allowed = policy.guardrails.max_age;
    const commit = diagnosis.hypotheses.find((one) => one.suspect === diagnosis.suspect)?.commit;
    // A commit is at least as old as its deployment, so its own date errs towards asking a person.
    const since = commit?.deployedAt ?? commit?.committedAt;
    const seconds = since === undefined ? Number.NaN : (Date.parse(context.now) - Date.parse(since)) / 1000;
    if (!(seconds >= -SKEW))
      return failUnlessApproved(context, "propose", "It is not known when the suspect was deployed.");
    const did = commit?.deployedAt ? "was deployed" : "was committed (its deployment is not known)";
    const figures = `The suspect ${did} ${spanOfTime(seconds)} ago; the policy allows ${spanOfTime(allowed)}.`;
    return seconds <= allowed ? pass(figures) : failUnlessApproved(context, "propose", figures);
  },
};
