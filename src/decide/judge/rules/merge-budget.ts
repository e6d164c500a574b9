import { failUnlessApproved, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

const HOUR = 3_600_000;

/** So many merges an hour and a day, and then a person. */
export const mergeBudget: Rule = {
  name: "merge-budget",
  judge(context) {
    const { per_hour, per_day } = context.policy.guardrails.max_merges;
    const now = Date.parse(context.now);
    // Not `<`: a merge whose time is unreadable, or ahead of ours, counts.
    const within = (span: number) =>
      context.history.merges.filter((merge) => !(now - Date.parse(merge.at) >= span)).length;
    const figures = `${within(HOUR)} merges in the last hour and ${within(24 * HOUR)} in the last day; the policy allows ${per_hour} and ${per_day}.`;
    return within(HOUR) < per_hour && within(24 * HOUR) < per_day
      ? pass(figures)
      : failUnlessApproved(context, "hold", figures);
  },
};
