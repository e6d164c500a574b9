import type { EvidenceOf } from "../contracts/evidence.ts";
import { isAppliedApart } from "./applied-apart.ts";
import type { Candidate, CaseFile } from "./case-file.ts";
import { commitOf } from "./commit-of.ts";
import type { Finding } from "./finding.ts";
import { shortRevision } from "./short-revision.ts";
import { carrying } from "./taken-back.ts";
import { timeSpan } from "./time-span.ts";
import { WEIGHTS } from "./weights.ts";

/** So many must there be of a signature before who threw it says anything. */
const FEWEST = 5;
/** Of the signatures that are new with the failure, only the leading ones count. */
const LEADS = 0.3;
/** So long must a revision have served without throwing to be heard for it. */
const SERVED_MS = 30_000;

/**
 * With which revision of a service that suffers beside the failing one its new errors began. Requests by revision are counted of
 * the failing service alone; of the others the processes that threw name theirs.
 */
export function fitThrownFirst(candidate: Candidate, service: string, file: CaseFile): Finding | null {
  if (service === file.anomaly.service || isAppliedApart(candidate)) return null;
  const carries = carrying(file);
  const starts = file.evidence.items
    .flatMap((item) => {
      if (item.kind !== "change" || item.what !== "revision" || item.service !== service || !item.revision)
        return [];
      const sha = commitOf(item.revision, service, file);
      return sha ? [{ sha, revision: item.revision, atMs: Date.parse(item.at), id: item.id }] : [];
    })
    .toSorted((a, b) => a.atMs - b.atMs);
  const its = starts.find(({ sha }) => carries(sha, candidate.sha));
  if (!its) return null;
  const fresh = leadingErrors(service, file);
  const throwers = new Set(
    fresh.flatMap(({ revisions }) => revisions.map((revision) => commitOf(revision, service, file))),
  );
  const first = starts.find(({ sha }) => throwers.has(sha));
  if (!first || throwers.has(null) || ![...throwers].every((sha) => sha && carries(sha, candidate.sha)))
    return null;
  const evidence = [its.id, ...fresh.map(({ id }) => id)];
  if (!throwers.has(its.sha) && first.atMs - its.atMs >= SERVED_MS)
    return {
      family: "exposure",
      weight: WEIGHTS.exposure.thrownLater,
      text: `Revision ${shortRevision(its)} contains it and threw nothing of the sort for ${timeSpan(first.atMs - its.atMs)}, until ${shortRevision(first)} did.`,
      evidence,
    };
  return first.sha === its.sha
    ? {
        family: "exposure",
        weight: WEIGHTS.exposure.thrownFirst,
        text: `What ${service} fails with is thrown since ${shortRevision(its)}, which contains it, and not before.`,
        evidence,
      }
    : null;
}

function leadingErrors(service: string, { evidence }: CaseFile): EvidenceOf<"exception">[] {
  const fresh = evidence.items.filter(
    (item): item is EvidenceOf<"exception"> =>
      item.kind === "exception" &&
      item.service === service &&
      item.revisions.length > 0 &&
      item.countBefore <= 0.1 * item.count,
  );
  const most = Math.max(0, ...fresh.map(({ count }) => count));
  return fresh.filter(({ count }) => count >= FEWEST && count >= LEADS * most);
}
