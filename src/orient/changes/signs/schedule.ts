import { byTheClock } from "../by-the-clock.ts";
import type { Edit } from "../edit.ts";
import { wordsOf } from "../words-of.ts";
import type { ClassifiedChange } from "./found.ts";

/** A function that is called for a stretch of time: `close_hour`, `EndOfDay`, `rollupMonth`. */
const STRETCHES =
  /\b(?:close|end_?of|finish|settle|roll_?(?:up|over)|aggregate|sweep|reconcile|archive|bill|invoice|purge|expire)_?(?:the_?)?(?:minute|hour|day|week|month|year|quarter|period)s?\b/i;

/** Five or six fields as crontab(5) writes them, in quotation marks or at the end of a line. */
const CRON =
  /["'`](?:[\d*,/?-]{1,20}\s+){4,5}[\d*,/?A-Za-z#-]{1,20}["'`]|@(?:hourly|daily|weekly|monthly|every)\b/;

/** Work that goes over everything there is, and that no request waits for. */
const ROUNDS =
  /^(?:reconcil\w{1,6}|sweep\w{0,4}|janitor|cleanup|cleaner|purg\w{1,4}|compact(?:ion|or|s)|periodic\w{0,5}|backfill\w{0,3}|retention|vacuum|housekeep\w{0,4})$/;

/** Whether a clock starts the changed code, by its path, the function around it, or what it schedules. */
export function schedule(edit: Edit): ClassifiedChange[] {
  const changed = edit.hunk.lines.filter(({ kind }) => kind !== "same");
  const named =
    byTheClock(edit.path) ||
    wordsOf(edit.path.slice(edit.path.lastIndexOf("/") + 1)).some((word) => ROUNDS.test(word)) ||
    STRETCHES.test(edit.hunk.heading.slice(0, 200)) ||
    (edit.kind !== "config" && byTheClock(edit.hunk.heading)) ||
    changed.some(({ text }) => CRON.test(text.slice(0, 200))) ||
    edit.hunk.lines.some(({ text }) => declares(text.slice(0, 200)));
  return named && changed.length > 0
    ? [{ change: "scheduled work changed", line: edit.lineOf(undefined) }]
    : [];
}

/** The line declares a function that is called for a stretch of time, or says when it runs. */
function declares(text: string): boolean {
  return (
    (/\b(?:def|func|fn|fun|function|void|async|suspend)\b/.test(text) &&
      (STRETCHES.test(text) ||
        byTheClock(
          /\b(?:def|func|fn|fun|function|void)\s{1,4}(?:\([^)]{0,60}\)\s{0,2})?(\w{3,80})/.exec(text)?.[1] ??
            "",
        ))) ||
    /@(?:Scheduled|Cron|Interval|periodic_task|shared_task)\b|\b(?:cron|crontab|schedule)\.(?:schedule|every|add\w*)\(/.test(
      text,
    )
  );
}
