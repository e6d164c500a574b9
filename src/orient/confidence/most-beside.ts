import type { CaseFile } from "../case-file.ts";
import { boundedSums, type Contender, utilityOf } from "../judgement.ts";
import { namesTheKey } from "../names-the-key.ts";
import { WEIGHTS } from "../weights.ts";
import { exposureOf, LIVE, stands } from "./standing.ts";
import { wasTried } from "./was-tried.ts";

/** Seconds about the onset in which what somebody else rolled out may be behind it. */
const ROLLED_OUT = { before: 120, after: 30 };
/** Seconds about the onset in which what was done to data may be behind it. */
const DONE = { before: 900, after: 60 };

/**
 * The most that a commit may be believed beside something that happened with it, and that none of its facts rules out: a
 * revision of another team's service began to serve; what was written down names what the bad requests have in common; or
 * another commit of the same service went live with it, and nothing places the failure in what this one changes. Old against
 * new in the same minutes rules out the first and the last, as they would strike both.
 */
export function mostBeside(suspect: Contender, all: readonly Contender[], file: CaseFile): number {
  const doubted =
    isNamed(file) ||
    mayBeRight(suspect, all) ||
    (!wasTried(suspect) && (othersRolledOut(file) || isOneOfSeveral(suspect, all)));
  return doubted ? WEIGHTS.most.alone : WEIGHTS.certainty;
}

/** A revision that is no commit of ours. */
function othersRolledOut({ anomaly, evidence, shaOf, history, candidates }: CaseFile): boolean {
  const isOurs = (service: string, revision: string) =>
    shaOf[revision] !== undefined ||
    shaOf[`${service} ${revision}`] !== undefined ||
    [...history, ...candidates].some(({ sha }) => sha.startsWith(revision));
  return evidence.items.some(
    (item) =>
      item.kind === "change" &&
      item.what === "revision" &&
      item.service !== undefined &&
      item.service !== anomaly.service &&
      item.revision !== undefined &&
      !isOurs(item.service, item.revision) &&
      item.secondsAfterOnset >= -ROLLED_OUT.before &&
      item.secondsAfterOnset <= ROLLED_OUT.after,
  );
}

function isNamed(file: CaseFile): boolean {
  return file.evidence.items.some(
    (item) =>
      item.kind === "change" &&
      item.what !== "revision" &&
      item.secondsAfterOnset >= -DONE.before &&
      item.secondsAfterOnset <= DONE.after &&
      namesTheKey(item, file),
  );
}

/** Changes that refuse on purpose what was let through before. */
const REFUSES: ReadonlySet<string> = new Set(["error raised", "validation tightened"]);

/**
 * Whoever refuses on purpose may be right to: a caller went live as it began, and what it asks for may be what ought to be refused;
 * or it let through for a while what came, so that others are asking now, or ask for something else.
 * Old against new revision says who refuses, and not who is wrong; and to take the refusal back lets through what it is against.
 */
function mayBeRight(suspect: Contender, all: readonly Contender[]): boolean {
  return (
    REFUSES.has(suspect.mechanism) &&
    (exposureOf(suspect) < 0 ||
      all.some(
        (one) =>
          one.suspect !== null &&
          one.suspect !== suspect.suspect &&
          stands(one) &&
          exposureOf(one) >= LIVE &&
          (boundedSums(one.findings).get("ownership") ?? 0) <= WEIGHTS.ownership.caller,
      ))
  );
}

function isOneOfSeveral(suspect: Contender, all: readonly Contender[]): boolean {
  const its = boundedSums(suspect.findings);
  if ((its.get("place") ?? 0) >= WEIGHTS.speaksFrom.place) return false;
  const own = its.get("ownership") ?? 0;
  return all.some(
    (one) =>
      one.suspect !== null &&
      one.suspect !== suspect.suspect &&
      stands(one) &&
      exposureOf(one) >= LIVE &&
      (boundedSums(one.findings).get("ownership") ?? 0) >= own &&
      utilityOf(one) > utilityOf(suspect) - NEAR,
  );
}

/** In logits: what is farther behind was weighed and found wanting. */
const NEAR = 6;
