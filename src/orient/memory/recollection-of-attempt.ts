import type { Attempt } from "../../contracts/attempt.ts";
import type { Incident } from "../../contracts/incident.ts";
import type { Policy } from "../../contracts/policy.ts";
import type { Recollection } from "../../contracts/ports/memory.ts";
import { inertText } from "./inert-text.ts";
import { looksOf } from "./looks-of.ts";

const MOST_FILES = 20;

/**
 * What a change teaches that was merged and taken back, where nothing of ours came after it: that this commit was held
 * guilty and its undoing did not heal, or that a person wanted it back. Pure.
 *
 * @param patch digest of the suspect's lines, as in `recollectionOf`
 */
export function recollectionOfAttempt(
  incident: Incident,
  attempt: Attempt,
  policy: Policy,
  patch: string | null,
): Recollection {
  const { anomaly, closed, diagnosis } = incident;
  if (!closed) throw new Error(`Incident ${incident.id} is not over, so that nothing can be learnt of it.`);
  const inert = inertText(policy.redact);
  const { suspect, outcome, remedy, ended, plan } = attempt;
  const held = diagnosis?.hypotheses.find((one) => one.suspect === suspect);
  const planned = plan?.kind === "planned" ? plan.files.map(({ path }) => path) : [];
  return {
    ...looksOf(anomaly, incident.evidence, policy),
    incident: incident.id,
    closedAt: closed.at,
    suspect,
    mechanism: inert(held?.mechanism ?? "", 200),
    files: (held?.commit?.files ?? planned).slice(0, MOST_FILES).map((path) => inert(path, 300)),
    patch,
    remedy,
    issue: incident.issue?.number ?? null,
    pullRequest: outcome.pullRequest?.number ?? null,
    merge: outcome.merge?.sha ?? null,
    ending: ended === "asked" ? "unexplained" : "not-healed",
    person: ended === "asked" ? "landed-it-again" : null,
  };
}
