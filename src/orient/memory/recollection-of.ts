import type { Ending, PersonsWord } from "../../contracts/ending.ts";
import type { Incident } from "../../contracts/incident.ts";
import type { Policy } from "../../contracts/policy.ts";
import type { Recollection } from "../../contracts/ports/memory.ts";
import { inertText } from "./inert-text.ts";
import { looksOf } from "./looks-of.ts";

const MOST_FILES = 20;

/** What the world knows of an incident that has ended, besides the incident itself. */
export interface Afterwards {
  /** Digest of the suspect's lines; null where the repository does not tell them any more. */
  patch: string | null;
  /** A commit that takes the suspect back stands in the default branch, whoever made it. */
  suspectReverted: boolean;
  /** The pull request was closed without a merge. */
  refused: boolean;
  /** Somebody landed the suspect again, unchanged, after it had been taken back. */
  landedAgain: boolean;
}

/** What an incident that is closed teaches. Pure. */
export function recollectionOf(incident: Incident, policy: Policy, afterwards: Afterwards): Recollection {
  const { anomaly, diagnosis, outcome, closed } = incident;
  if (!closed) throw new Error(`Incident ${incident.id} is not over, so that nothing can be learnt of it.`);
  const inert = inertText(policy.redact);
  const first = diagnosis?.hypotheses[0];
  // Only what was held guilty, and not what merely came first.
  const guilty = diagnosis?.decision === "commit" && first?.suspect ? first : null;
  return {
    ...looksOf(anomaly, incident.evidence, policy),
    incident: incident.id,
    closedAt: closed.at,
    suspect: guilty?.suspect ?? null,
    mechanism: inert(guilty?.mechanism ?? first?.mechanism ?? "", 200),
    files: guilty ? (guilty.commit?.files ?? []).slice(0, MOST_FILES).map((path) => inert(path, 300)) : [],
    patch: guilty ? afterwards.patch : null,
    remedy: outcome.merge ? (diagnosis?.remedy.kind ?? "none") : "none",
    issue: incident.issue?.number ?? null,
    pullRequest: outcome.merge ? (outcome.pullRequest?.number ?? null) : null,
    merge: outcome.merge?.sha ?? null,
    ending: endingOf(incident),
    person: guilty ? personsWord(incident, afterwards) : null,
  };
}

function endingOf({ outcome, closed, needsHuman, recovery }: Incident): Ending {
  const deployed = outcome.deployment?.state === "success";
  if (!outcome.merge || !deployed) return "unexplained";
  const helped = recovery?.state === "healed" && needsHuman === null;
  if (closed?.as === "healed") return helped ? "healed" : "not-healed";
  // Nobody can say of a passing fault what ended it.
  if (closed?.as === "recovered-unexplained") return "unexplained";
  return needsHuman !== null || recovery?.state === "worse" || recovery?.state === "not-healed"
    ? "not-healed"
    : "unexplained";
}

function personsWord({ outcome, closed }: Incident, afterwards: Afterwards): PersonsWord | null {
  if (outcome.merge) return afterwards.landedAgain ? "landed-it-again" : null;
  if (afterwards.suspectReverted) return "reverted-it-too";
  if (afterwards.refused) return "refused-the-change";
  return closed?.as === "resolved-by-person" ? "resolved-otherwise" : null;
}
