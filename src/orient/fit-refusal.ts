import type { CaseFile } from "./case-file.ts";
import type { Finding } from "./finding.ts";
import type { SeenSign } from "./signs.ts";
import { WEIGHTS } from "./weights.ts";

/** By so much of the localisation a service must be where it began. */
const LEADS = 0.4;

/** Whether the service that a candidate acts through is the one that refuses connections, as one does that dies at its start. */
export function fitRefusal(service: string, signs: readonly SeenSign[], file: CaseFile): Finding | null {
  const refused = signs.find(({ sign, service: by }) => sign === "connection refused" && by !== service);
  if (!refused) return null;
  const score = file.evidence.localisation
    .filter((place) => place.service === service)
    .reduce((sum, place) => sum + place.score, 0);
  if (score < LEADS) return null;
  return {
    family: "place",
    weight: WEIGHTS.place.refuses,
    text: `${service} refuses connections, as a service does that dies at its start.`,
    evidence: refused.evidence,
  };
}
