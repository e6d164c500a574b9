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

/**
 * Scout's onset, and what revisions add to it: cold starts and a slow quarter of a minute pull an estimate forward, so
 * where a revision went on in good health after the supposed onset and the next one is broken from its first request
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
  if (!healthy || !failing || healthy.requests < WEIGHTS.enough[symptom]) return times;
  const turned = failing.firstMs;
  if (turned <= times.latest || turned > times.latest + MOST_MS || healthy.lastMs < times.latest)
    return times;
  return { at: turned, earliest: times.earliest, latest: turned + 2_000 };
}
