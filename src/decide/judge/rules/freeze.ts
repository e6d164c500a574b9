import { Cron } from "croner";
import type { Policy } from "../../../contracts/policy.ts";
import { fail, failUnlessApproved, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { count } from "../count.ts";

type Freeze = Policy["guardrails"]["freeze"][number];

/** Windows that follow each other without a gap are one freeze; its end is looked for so far ahead. */
const JOINED = 50;

/** No merges at the times that the team has set aside: Fridays, holidays, the night before a release. */
export const freeze: Rule = {
  name: "freeze",
  judge(context) {
    const windows = context.policy.guardrails.freeze;
    if (windows.length === 0) return notApplicable("The policy has no freeze.");
    const now = new Date(context.now);
    for (const window of windows) {
      let end: Date | null;
      try {
        end = endOfFreeze(window, now);
      } catch {
        return fail("hold", `The freeze "${window.cron}" in ${window.timezone} cannot be read, so it holds.`);
      }
      if (end !== null)
        return failUnlessApproved(
          context,
          "hold",
          `Frozen by "${window.cron}" in ${window.timezone} until ${end.toISOString()}.`,
        );
    }
    return pass(`None of ${count(windows.length, "freeze")} is on at ${context.now}.`);
  },
};

/** When the freeze that is on ends; null where none is. Begins with its minute, and has ended at its end. */
function endOfFreeze({ cron, duration, timezone }: Freeze, now: Date): Date | null {
  const schedule = new Cron(cron, { timezone, paused: true });
  const latestStart = (at: Date) =>
    // croner leaves out a run at the very second that it is asked about.
    schedule.previousRuns(2, new Date(at.getTime() + 1000)).find((run) => run <= at);
  const endAfter = (at: Date) => {
    const start = latestStart(at);
    return start && new Date(start.getTime() + duration * 1000);
  };
  let end = endAfter(now);
  if (!end || end <= now) return null;
  for (let joined = 0; joined < JOINED; joined += 1) {
    const later = endAfter(end);
    if (!later || later <= end) break;
    end = later;
  }
  return end;
}
