import { failUnlessApproved, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { spanOfTime } from "../span-of-time.ts";

const SECONDS = 3_600;

/** What comes back after it was fixed was not understood: the second fix within an hour is a person's. */
export const coolDown: Rule = {
  name: "cool-down",
  judge(context) {
    const { history, anomaly, now } = context;
    const ages = history.merges
      .filter((merge) => merge.fingerprint === anomaly.fingerprint)
      .map((merge) => (Date.parse(now) - Date.parse(merge.at)) / 1000);
    const youngest = Math.min(...ages);
    const rule = `the same symptom is fixed once in ${spanOfTime(SECONDS)}`;
    if (ages.length === 0) return pass(`It was not fixed before; ${rule}.`);
    const figures = `It was last fixed ${spanOfTime(youngest)} ago; ${rule}.`;
    return youngest >= SECONDS ? pass(figures) : failUnlessApproved(context, "propose", figures);
  },
};
