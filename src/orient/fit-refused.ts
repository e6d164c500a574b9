import { actsOnAddress } from "./acts-on-address.ts";
import type { ReadFile } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import { mayStop } from "./may-stop.ts";
import type { Refusal } from "./refusal.ts";
import { WEIGHTS } from "./weights.ts";

/**
 * A refused connection is an answer, and it comes at once: nobody listens there. Whoever calls can bring it about by calling
 * another address and by nothing else: no limit of time, no size of a pool, no other rule. Whoever is called brings it about by
 * not being there. So a commit that acts at neither end is less likely.
 */
export function fitRefused(
  service: string,
  files: readonly ReadFile[],
  refusal: Refusal | null,
): Finding | null {
  if (!refusal || files.some(actsOnAddress)) return null;
  if (refusal.services.has(service) && files.some(mayStop)) return null;
  return {
    family: "place",
    weight: WEIGHTS.place.notAboutRefusal,
    text: `Connections are refused${
      refusal.by === "store" ? " by a store" : ""
    }: it changes nothing about who is called, and takes nobody down who is.`,
    evidence: refusal.evidence,
  };
}
