import { callersOf } from "./callers-of.ts";
import type { CaseFile } from "./case-file.ts";
import type { Finding } from "./finding.ts";
import { WEIGHTS } from "./weights.ts";

/** Requests to the failing service grew so many times as much as those that come in from outside. */
const TELLING = 1.7;
const FEWEST = 30;

/**
 * Whether the failing service is asked far oftener than the requests from outside explain, and the candidate acts through
 * one that asks: a retry without a limit, a call inside a loop.
 */
export function fitAmplification(service: string, file: CaseFile): Finding | null {
  const { anomaly, evidence } = file;
  if (service === anomaly.service || !callersOf(file).has(service)) return null;
  let own: { growth: number; id: string } | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const item of evidence.items) {
    if (item.kind !== "shift" || !item.before || item.unit === "bytes/s" || item.before.requests < FEWEST)
      continue;
    const growth = item.after.requests / item.before.requests;
    if (item.service === anomaly.service) own = own ?? { growth, id: item.id };
    else least = Math.min(least, growth);
  }
  if (!own || !Number.isFinite(least) || least <= 0 || own.growth < TELLING * least) return null;
  return {
    family: "place",
    weight: WEIGHTS.place.amplifies,
    text: `${anomaly.service} is asked ${(own.growth / least).toFixed(1)} times as often as what comes in explains, and ${service} asks it.`,
    evidence: [own.id],
  };
}
