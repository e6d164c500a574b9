import type { Finding } from "./finding.ts";

/** What time and revisions say against a candidate. */
export function counterEvidence(weight: number, text: string, evidence: readonly string[]): Finding {
  return { family: "exposure", weight, text, evidence };
}
