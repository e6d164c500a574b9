import type { Diagnosis } from "../contracts/diagnosis.ts";
import type { Remembered } from "../contracts/ports/memory.ts";
import { type DiagnosisInput, gather } from "./gather.ts";
import { hearMemory } from "./memory/hear-memory.ts";

/**
 * Which commit did it, or none, or "I cannot tell". All I/O goes through the reader and comes first;
 * what follows is pure. Spends no tokens. Throws what the reader throws.
 * @param remembered past incidents of the same repository that are like this one
 */
export async function diagnose(
  input: DiagnosisInput,
  remembered: readonly Remembered[] = [],
): Promise<Diagnosis> {
  return hearMemory(await gather(input), remembered).diagnosis;
}
