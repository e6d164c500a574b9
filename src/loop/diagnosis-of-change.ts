import type { Diagnosis } from "../contracts/diagnosis.ts";
import type { Incident } from "../contracts/incident.ts";

/**
 * What the change under way answers: Brain's diagnosis, or, where a merge of ours is taken back, that this merge is what
 * is to go. That it was ours needs no evidence; whether it may go is judged like every change.
 */
export function diagnosisOfChange({ diagnosis, rollback, attempts, anomaly }: Incident): Diagnosis | null {
  const taken = attempts.at(-1);
  if (!rollback || !taken) return diagnosis;
  const { merge, deployment, pullRequest } = taken.outcome;
  const subject = taken.title || "a change of SRE-Space";
  return {
    at: rollback.at,
    decision: "commit",
    suspect: rollback.of,
    confidence: 1,
    service: diagnosis?.service ?? anomaly.service,
    operation: diagnosis?.operation ?? anomaly.operation,
    onset: deployment?.at ?? merge?.at ?? anomaly.onset.at,
    blastRadius: anomaly.blastRadius,
    remedy: { kind: "revert", summary: `Take back ${rollback.of.slice(0, 7)}, a merge of SRE-Space's own.` },
    hypotheses: [
      {
        suspect: rollback.of,
        mechanism: "a change of SRE-Space's own",
        probability: 1,
        because: [],
        against: [],
        reasons: [],
        summary: rollback.reason,
        commit: {
          subject,
          author: "SRE-Space",
          committedAt: merge?.at ?? rollback.at,
          ...(deployment?.state === "success" ? { deployedAt: deployment.at } : {}),
          url: pullRequest?.url ?? "",
          files: taken.plan?.kind === "planned" ? taken.plan.files.map(({ path }) => path) : [],
        },
      },
    ],
    wouldSettle: [],
    revisions: { healthy: null, failing: deployment?.sha ?? rollback.of },
    tokens: 0,
  };
}
