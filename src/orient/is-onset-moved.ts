import type { CaseFile } from "./case-file.ts";
import { type Timeline, turningPoint } from "./timeline.ts";

/** From so long after Scout's onset on it is doubtful that what went live was there when the failure began. */
const AFTER_MS = 10_000;
/** Unless the revision before it served so many requests in good health meanwhile. */
const ENOUGH = 10;

/** Whether Scout saw it fail before this went live, and little says that Scout was too early. */
export function isOnsetMoved(liveMs: number, timeline: Timeline, { anomaly }: CaseFile): boolean {
  const latest = Date.parse(anomaly.onset.latest);
  if (liveMs <= latest + AFTER_MS) return false;
  if (timeline.together?.verdict === "worse") return false;
  const { healthy } = turningPoint(timeline);
  if (!healthy) return true;
  const perMs = healthy.requests / Math.max(1000, healthy.lastMs - healthy.firstMs);
  return perMs * (Math.min(healthy.lastMs, liveMs) - latest) < ENOUGH;
}
