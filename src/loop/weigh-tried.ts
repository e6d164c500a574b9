import type { Attempt } from "../contracts/attempt.ts";
import type { Diagnosis, Hypothesis } from "../contracts/diagnosis.ts";

/**
 * How probable it is that taking a commit back leaves the symptom where it was although that commit did it: what it did
 * may outlast it (a cache, a row), and Scout errs once in a thousand.
 */
const OUTLASTS = 0.02;

/**
 * A diagnosis in the light of what was tried: a commit whose undoing did not help becomes as improbable as that makes
 * it (Bayes), and the others gain what it loses. Where no other reaches the bar, nothing is decided.
 *
 * @param bar the policy's `min_confidence`
 */
export function weighTried(diagnosis: Diagnosis, attempts: readonly Attempt[], bar: number): Diagnosis {
  const tried = new Map(
    attempts.flatMap(({ suspect, ended, outcome }) =>
      suspect === null || ended === "asked" ? [] : [[suspect, outcome.pullRequest?.number]],
    ),
  );
  if (!diagnosis.hypotheses.some(({ suspect }) => suspect !== null && tried.has(suspect))) return diagnosis;
  const weighed = diagnosis.hypotheses.map((one): Hypothesis => {
    if (one.suspect === null || !tried.has(one.suspect)) return one;
    const number = tried.get(one.suspect);
    const text = `It was taken back${number === undefined ? "" : ` by #${number}`}, and that did not heal.`;
    const reason = { text, favours: false, evidence: [] };
    return { ...one, probability: one.probability * OUTLASTS, reasons: [reason, ...one.reasons] };
  });
  const total = weighed.reduce((sum, { probability }) => sum + probability, 0);
  const hypotheses = weighed
    .map((one) => ({ ...one, probability: total > 0 ? one.probability / total : 0 }))
    .toSorted((a, b) => b.probability - a.probability);
  const guiltless = hypotheses
    .filter(({ suspect }) => suspect === null)
    .reduce((sum, { probability }) => sum + probability, 0);
  const commit = hypotheses.find(({ suspect }) => suspect !== null);
  const isCommit = commit?.suspect != null && commit.probability > guiltless;
  const suspect = isCommit ? commit.suspect : null;
  // What is left of a diagnosis is never surer than the evidence had made it.
  const confidence = isCommit ? commit.probability : guiltless;
  const decided = isCommit && confidence >= bar && commit.suspect !== null && !tried.has(commit.suspect);
  return {
    ...diagnosis,
    hypotheses,
    suspect,
    confidence,
    decision: decided ? "commit" : "unknown",
    remedy: decided
      ? {
          kind: "revert",
          summary: `Revert ${commit.suspect?.slice(0, 7)} and keep everything that landed after it.`,
        }
      : { kind: "none", summary: "Nothing is changed while it is not known what did this." },
    ...(decided ? {} : { otherwise: [] }),
  };
}
