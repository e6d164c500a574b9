import type { CaseFile } from "./case-file.ts";
import { shownWithin } from "./delay.ts";
import type { OnsetTimes } from "./onset.ts";

const STEP_MS = 500;
const SLACK_MS = 2000;
/** Most deployments of which nobody says when they were done take about so long. */
export const ROLLOUT_MS = 60_000;
/**
 * A guiltless cause may strike at any time of the healthy running before the onset. What was watched
 * counts, and an hour more: what fails oftener than hourly would have been silenced or mended.
 */
const PRESUMED_HEALTHY_S = 3600;
const LONGEST_HEALTHY_S = 6 * 3600;
/**
 * Logarithm of how much likelier an onset at that time is if something that happened in `[fromMs, toMs]` is behind it than
 * if it fell there by chance.
 * @param delays whether it is of a kind that may take its time to show
 */
export function timeRatio(
  live: { fromMs: number; toMs: number; open?: boolean },
  delays: boolean,
  { earliest, latest }: OnsetTimes,
  { anomaly }: CaseFile,
): number {
  const healthy = Math.min(LONGEST_HEALTHY_S, PRESUMED_HEALTHY_S + anomaly.baselineSeconds);
  const byChance = Math.min(1, (latest - earliest) / 1000 / healthy);
  return Math.log(Math.max(1e-9, showsIn(earliest, latest, live, delays)) / byChance);
}

/** Tokens, leases and lifetimes are given for round times, in seconds. */
const ROUND_S: readonly number[] = [300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400];
/** A process takes its grant a little after it starts, and clocks differ. */
const ROUND_SHARE = 0.04;
/** Share of all delays, by their logarithm, that lie so near to a round one; and of those of grants that end. */
const ROUND_GAIN = Math.log(0.7 / 0.16);
/** A clock starts work at full hours, or at quarters, and it needs a moment to hurt. */
const HOUR_S = 3600;
const STARTS_S = 45;
const HOUR_GAIN = Math.log((0.5 * HOUR_S) / (STARTS_S + 5));

/**
 * What a delay tells beside its length: what ends after a time ends after a round one, and what a clock starts begins at a
 * full hour. Logarithm of how much likelier that is for such a change than by chance; never below 0.
 */
export function clockGain(
  kind: "ends" | "starts",
  live: { fromMs: number; toMs: number },
  { at }: OnsetTimes,
): number {
  if (kind === "starts") {
    const past = (at / 1000) % HOUR_S;
    return past <= STARTS_S || past >= HOUR_S - 5 ? HOUR_GAIN : 0;
  }
  const [longest, shortest] = [(at - live.fromMs) / 1000, (at - live.toMs) / 1000];
  return ROUND_S.some(
    (round) => longest >= round * (1 - ROUND_SHARE) && shortest <= round * (1 + ROUND_SHARE),
  )
    ? ROUND_GAIN
    : 0;
}

/** Probability that it shows itself between two moments, averaged over when it may have gone live. */
function showsIn(
  earliest: number,
  latest: number,
  live: { fromMs: number; toMs: number; open?: boolean },
  delays: boolean,
): number {
  // Fine enough to hit an onset that is known to a few seconds within minutes in which it may have gone live.
  const steps = Math.min(2048, Math.max(32, Math.ceil((live.toMs - live.fromMs) / STEP_MS)));
  let [sum, all] = [0, 0];
  for (let i = 0; i < steps; i++) {
    const at = live.fromMs + ((i + 0.5) / steps) * (live.toMs - live.fromMs);
    const likely = live.open ? 0.1 + Math.exp(-(at - live.fromMs) / ROLLOUT_MS) : 1;
    const to = shownWithin((latest + SLACK_MS / 2 - at) / 1000, delays);
    sum += likely * (to - shownWithin((earliest - SLACK_MS / 2 - at) / 1000, delays));
    all += likely;
  }
  return sum / all;
}
