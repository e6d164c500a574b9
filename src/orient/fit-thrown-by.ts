import type { EvidenceOf } from "../contracts/evidence.ts";
import { isAppliedApart } from "./applied-apart.ts";
import type { Candidate, CaseFile } from "./case-file.ts";
import type { Finding } from "./finding.ts";
import { carrying } from "./taken-back.ts";
import { timelineOf } from "./timeline.ts";
import { WEIGHTS } from "./weights.ts";

/** So many must there be of a signature before who threw it says anything. */
const FEWEST = 5;
/** Of the signatures that are new with the failure, only the leading ones count. */
const LEADS = 0.3;

/**
 * Whether what requests fail with now, and did not before, is thrown by processes that do not run the candidate: then it
 * makes no difference. Of the service alone through which it would act.
 */
export function fitThrownBy(candidate: Candidate, service: string, file: CaseFile): Finding | null {
  if (isAppliedApart(candidate)) return null;
  const fresh = file.evidence.items.filter(
    (item): item is EvidenceOf<"exception"> =>
      item.kind === "exception" && item.service === service && item.countBefore <= 0.1 * item.count,
  );
  const most = Math.max(0, ...fresh.map(({ count }) => count));
  const carries = carrying(file);
  const past = new Set(
    timelineOf(service, file)
      .served.filter((served) => served.past)
      .map(({ sha }) => sha),
  );
  for (const item of fresh) {
    if (item.count < FEWEST || item.count < LEADS * most) continue;
    for (const revision of item.revisions) {
      // Of those that were told as running here: one of a day before may stand in the history with an error like it, and be over.
      const sha = file.shaOf[revision] ?? file.shaOf[`${service} ${revision}`];
      if (!sha || past.has(sha) || carries(sha, candidate.sha)) continue;
      return {
        family: "exposure",
        weight: WEIGHTS.exposure.thrownWithout,
        text: `Revision ${sha.slice(0, 7)}, which does not contain it, throws the same.`,
        evidence: [item.id],
      };
    }
  }
  return null;
}
