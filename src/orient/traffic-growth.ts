import type { CaseFile } from "./case-file.ts";
import { onsetOf } from "./onset.ts";

/** Seconds that Scout's baselines reach back. */
const BASELINE_S = 600;
const FEWEST = 30;

/**
 * How many times as many requests come in since the onset, at the outermost service of those that the evidence
 * measures: a retry storm within multiplies requests too, and is no traffic. Null where it was not measured.
 */
export function loadGrowth(file: CaseFile): { times: number; evidence: string[] } | null {
  const seconds = (Date.parse(file.evidence.collectedAt) - onsetOf(file).at) / 1000;
  const before = Math.min(BASELINE_S, file.anomaly.baselineSeconds);
  if (seconds < 20 || before < 60) return null;
  let least: { times: number; evidence: string[] } | null = null;
  for (const item of file.evidence.items) {
    if (item.kind !== "shift" || !item.before || item.unit === "bytes/s") continue;
    if (item.before.requests < FEWEST || item.after.requests === 0) continue;
    const times = item.after.requests / seconds / (item.before.requests / before);
    if (!least || times < least.times) least = { times, evidence: [item.id] };
  }
  return least;
}
