import { Diagnosis } from "../../../src/contracts/diagnosis.ts";

/** A diagnosis that names this commit and asks for its revert. */
export function suspecting(suspect: string): Diagnosis {
  return Diagnosis.parse({
    at: "2026-11-02T10:00:10.000Z",
    decision: "commit",
    suspect,
    confidence: 0.98,
    service: "quotes",
    operation: "POST /quotes",
    onset: "2026-11-02T10:00:00.000Z",
    blastRadius: [],
    remedy: { kind: "revert", summary: "Revert it." },
    hypotheses: [
      {
        suspect,
        mechanism: "guard removed",
        probability: 0.98,
        because: [],
        against: [],
        reasons: [],
        summary: "It did.",
      },
    ],
    wouldSettle: [],
    revisions: { healthy: null, failing: suspect },
    tokens: 0,
  });
}
