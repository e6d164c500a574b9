import { levelText } from "../level-text.ts";
import type { ServiceRecord } from "../service-record.ts";
import type { Judged, RecoveryQuestion } from "./recovery-question.ts";

const MIN_REQUESTS = 20;
const STEADY_SECONDS = 30;
/** Traffic comes back by and by. */
const BACK = 0.5;
/** Still silent for so long after the remedy served its chance. */
const STILL_SECONDS = 120;

/** Whether requests come again: at half the slowest pace of before at least, for half a minute. Silence heals nothing. */
export function recoveryByTraffic(
  { anomaly, since, remedied }: RecoveryQuestion,
  record: ServiceRecord,
  now: number,
): Judged {
  const { whole } = record;
  const from = Math.max(
    Math.ceil(Date.parse(since) / 1000),
    Math.ceil(Date.parse(anomaly.onset.at) / 1000) + 1,
  );
  const wanted = BACK * anomaly.objective;
  // Where few requests come, half a minute has too few to tell the pace by.
  const steady = Math.max(STEADY_SECONDS, Math.ceil((1.5 * MIN_REQUESTS) / Math.max(wanted, 0.01)));
  const start = Math.max(from, whole.newest - steady + 1);
  const { requests } = whole.sum(start, whole.newest);
  const seconds = Math.max(0, whole.newest - start + 1);
  const pace = seconds === 0 ? 0 : requests / seconds;
  const measured = { value: pace, unit: "requests/s" as const, samples: requests };
  const text = `${levelText(measured)} in the last ${seconds} s`;
  const fresh = now / 1000 - whole.newest < steady;
  if (requests >= MIN_REQUESTS && seconds >= steady && fresh && pace >= wanted) {
    return remedied
      ? { state: "healed", measured, summary: `Healed: ${text}.` }
      : { state: "recovered-unexplained", measured, summary: `Well again, and nothing was done: ${text}.` };
  }
  const waited = now / 1000 - from;
  if (remedied && requests === 0 && waited >= STILL_SECONDS) {
    return {
      state: "not-healed",
      measured: { value: 0, unit: "requests/s", samples: 0 },
      summary: `Not healed: no request for ${Math.round(waited)} s.`,
    };
  }
  return {
    state: "unknown",
    ...(requests > 0 ? { measured } : {}),
    summary: requests === 0 ? "No request yet." : `Too early to say: ${text}.`,
  };
}
