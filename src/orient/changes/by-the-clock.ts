import { wordsOf } from "./words-of.ts";

const HOURS =
  /^(?:nightly|hourly|daily|weekly|monthly|yearly|midnight|cron|crons|crontab|cronjob|cronjobs|scheduled|scheduler|backup|backups|rollup|rollups|housekeeping)$/;

/** Whether a name says that it belongs to work that a clock starts, and no request: `jobs/nightly.yml`, `HourlyRollup`. */
export function byTheClock(name: string): boolean {
  return wordsOf(name.slice(-120)).some((word) => HOURS.test(word));
}
