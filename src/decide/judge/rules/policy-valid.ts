import { fail, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { count } from "../count.ts";

/** A policy that cannot be read in full is no permission. */
export const policyValid: Rule = {
  name: "policy-valid",
  judge({ policyProblems, policySource }) {
    if (policyProblems > 0)
      return fail(
        "report",
        `${policySource?.path ?? "The policy"} has ${count(policyProblems, "problem")}; until it is mended nothing is done but reporting.`,
      );
    return policySource
      ? pass(`${policySource.path} is valid.`)
      : notApplicable("There is no policy file; the safe defaults stand.");
  },
};
