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
