import type { Diagnosis } from "../../contracts/diagnosis.ts";
import type { Remembered } from "../../contracts/ports/memory.ts";
import type { CaseFile } from "../case-file.ts";
import type { Opinions } from "../opinions.ts";
import { reason } from "../reason.ts";
import { recallOpinions, seenBefore } from "./recall-opinions.ts";

/**
 * The diagnosis with what past incidents teach. The fit is computed anew, first without them: the same fingerprint is
 * not the same cause. Pure.
 *
 * @returns the opinions, too, for whoever has more to say of the same case
 */
export function hearMemory(
  file: CaseFile,
  remembered: readonly Remembered[],
): { diagnosis: Diagnosis; opinions: Opinions } {
  const fresh = reason(file);
  if (remembered.length === 0) return { diagnosis: fresh, opinions: {} };
  const memory = recallOpinions(fresh, file.candidates, remembered);
  const opinions = { memory };
  const diagnosis = memory.length > 0 ? reason(file, opinions) : fresh;
  const seen = seenBefore(diagnosis, file.candidates, remembered);
  return { diagnosis: seen.length > 0 ? { ...diagnosis, seenBefore: seen } : diagnosis, opinions };
}
