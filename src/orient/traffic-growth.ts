import type { EvidenceOf } from "../contracts/evidence.ts";
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
  const shifts = file.evidence.items.filter(
    (item): item is EvidenceOf<"shift"> => item.kind === "shift" && item.unit !== "bytes/s",
  );
  // Callers as a whole, where they suffer: the crowd may ask for something else than what suffers most.
  const whole = shifts.filter(
    ({ operation, service }) => operation === "*" && service !== file.anomaly.service,
  );
  for (const item of whole.length > 0 ? whole : shifts) {
    if (!item.before || item.before.requests < FEWEST || item.after.requests === 0) continue;
    const times = item.after.requests / seconds / (item.before.requests / before);
    if (!least || times < least.times) least = { times, evidence: [item.id] };
  }
  return least;
}
