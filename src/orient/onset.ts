import type { CaseFile } from "./case-file.ts";
import { timelineOf, turningPoint } from "./timeline.ts";
import { WEIGHTS } from "./weights.ts";

/** When the failure began, in epoch milliseconds: the best estimate and its bounds. */
export interface OnsetTimes {
  at: number;
  earliest: number;
  latest: number;
}

/** So much later than Scout says, at most, do revisions move the onset. */
const MOST_MS = 90_000;

/** The first revision that is broken came and went before the failure is said to have begun: it began with that one. */
export function onsetCameLate(file: CaseFile): boolean {
  const { healthy, failing } = turningPoint(timelineOf(file.anomaly.service, file));
  return healthy !== null && failing !== null && failing.lastMs < Date.parse(file.anomaly.onset.earliest);
}

/**
 * Scout's onset, and what revisions add to it: an incident that was taken for another one's tail is told late, and where
 * a revision was broken and gone before, it began with that one. Cold starts and a slow quarter of a minute pull an estimate forward, so where a
 * revision went on in good health after the supposed onset and the next one is broken from its first request
 * on, it may well have begun with that one.
 */
export function onsetOf(file: CaseFile): OnsetTimes {
  const { onset, service, symptom } = file.anomaly;
  const times = {
    at: Date.parse(onset.at),
    earliest: Date.parse(onset.earliest),
    latest: Math.max(Date.parse(onset.latest), Date.parse(onset.earliest) + 1000),
  };
  const { healthy, failing } = turningPoint(timelineOf(service, file));
  if (healthy && failing && failing.lastMs < times.earliest)
    return { at: failing.firstMs, earliest: failing.firstMs - 2_000, latest: failing.lastMs };
  if (!healthy || !failing || healthy.requests < WEIGHTS.enough[symptom]) return times;
  const turned = failing.firstMs;
  if (turned <= times.latest || turned > times.latest + MOST_MS || healthy.lastMs < times.latest)
    return times;
  return { at: turned, earliest: times.earliest, latest: turned + 2_000 };
}
