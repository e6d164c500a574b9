import { redact } from "../safety/redact.ts";
import type { CompiledPattern } from "../safety/redaction-pattern.ts";
import type { BundleDiagnosis } from "./diagnose-bundle.ts";

/** What `diagnose --json` prints: the names are a contract (docs/bundles.md). Texts are redacted. */
export function diagnosisJson(
  { diagnosis, evidence }: BundleDiagnosis,
  patterns: readonly CompiledPattern[],
): Record<string, unknown> {
  const clean = (text: string) => redact(text, patterns);
  return {
    decision: diagnosis.decision,
    suspect: diagnosis.suspect,
    confidence: diagnosis.confidence,
    service: diagnosis.service,
    operation: clean(diagnosis.operation),
    onset: diagnosis.onset,
    blast_radius: diagnosis.blastRadius,
    remedy: { kind: diagnosis.remedy.kind, summary: clean(diagnosis.remedy.summary) },
    hypotheses: diagnosis.hypotheses.map(
      ({ suspect, mechanism, probability, because, against, summary }) => ({
        suspect,
        mechanism,
        probability,
        because,
        against,
        summary: clean(summary),
      }),
    ),
    localisation: evidence.localisation.map(({ service, operation, score }) => ({
      service,
      operation: clean(operation),
      score,
    })),
    evidence: evidence.items.map(({ id, kind, text }) => ({ id, kind, text: clean(text) })),
    would_settle: diagnosis.wouldSettle.map(clean),
    tokens: diagnosis.tokens,
  };
}
