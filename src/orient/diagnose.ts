import type { Diagnosis } from "../contracts/diagnosis.ts";
import { type DiagnosisInput, gather } from "./gather.ts";
import { reason } from "./reason.ts";

/**
 * Which commit did it, or none, or "I cannot tell". All I/O goes through the reader and comes first;
 * what follows is pure. Spends no tokens. Throws what the reader throws.
 */
export async function diagnose(input: DiagnosisInput): Promise<Diagnosis> {
  return reason(await gather(input));
}
