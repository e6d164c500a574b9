import { failUnlessApproved, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { spanOfTime } from "../span-of-time.ts";

/** What comes back after it was fixed was not understood: the second fix within the policy's cool-down is a person's. */
export const coolDown: Rule = {
  name: "cool-down",
  judge(context) {
    const { history, anomaly, now, policy } = context;
    const wait = policy.guardrails.cool_down;
    const ages = history.merges
      .filter((merge) => merge.fingerprint === anomaly.fingerprint)
      .map((merge) => (Date.parse(now) - Date.parse(merge.at)) / 1000);
    const youngest = Math.min(...ages);
    const rule = `the same symptom is fixed once in ${spanOfTime(wait)}`;
    if (ages.length === 0) return pass(`It was not fixed before; ${rule}.`);
    const figures = `It was last fixed ${spanOfTime(youngest)} ago; ${rule}.`;
    return youngest >= wait ? pass(figures) : failUnlessApproved(context, "propose", figures);
  },
};
