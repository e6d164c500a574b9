import { Cron } from "croner";
import type { Policy } from "../../../contracts/policy.ts";
import { fail, failUnlessApproved, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { count } from "../count.ts";

type Freeze = Policy["guardrails"]["freeze"][number];

/** Windows that follow each other without a gap are one freeze; after so many it is called endless. */
const JOINED = 1000;

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
  // croner leaves out a run at the very second that it is asked about.
  const begin = schedule.previousRuns(2, new Date(now.getTime() + 1000)).find((run) => run <= now);
  if (!begin) return null;
  const endOf = (start: Date) => new Date(start.getTime() + duration * 1000);
  let end = endOf(begin);
  if (end <= now) return null;
  let start: Date | null = begin;
  for (let joined = 0; joined < JOINED; joined += 1) {
    start = schedule.nextRun(start);
    if (!start || start > end) break;
    end = endOf(start);
  }
  return end;
}
