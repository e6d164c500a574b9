import { placeSplit } from "./attribute-splits.ts";
import type { CaseFile } from "./case-file.ts";
import type { Finding } from "./finding.ts";

import { WEIGHTS } from "./weights.ts";

/** Where one machine or process suffers and others of the same service do not, a commit that all of them run is less likely. */
export function fitOnePlace(file: CaseFile): Finding | null {
  const split = placeSplit(file);
  if (!split) return null;
  return {
    family: "exposure",
    weight: WEIGHTS.exposure.onePlace,
    text: "One place suffers, and others of the same service do not.",
    evidence: [split.id],
  };
}
