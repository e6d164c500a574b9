import type { Diagnosis } from "../contracts/diagnosis.ts";
import type { Remembered } from "../contracts/ports/memory.ts";
import { type DiagnosisInput, gather } from "./gather.ts";
import { hearMemory } from "./memory/hear-memory.ts";
import type { Matter } from "./model/ask-for-opinion.ts";
import { chooseRemedy } from "./remedy/choose-remedy.ts";

/**
 * Which commit did it, or none, or "I cannot tell". All I/O goes through the reader and comes first;
 * what follows is pure, and spends no tokens unless it is given somebody to consult. Throws what the reader throws.
 * @param remembered past incidents of the same repository that are like this one
 * @param consult asks a model what it makes of the same case, and answers the diagnosis with it
 */
export async function diagnose(
  input: DiagnosisInput,
  remembered: readonly Remembered[] = [],
  consult: ((matter: Matter) => Promise<Diagnosis>) | null = null,
): Promise<Diagnosis> {
  const file = await gather(input);
  const { diagnosis, opinions } = hearMemory(file, remembered);
  const heard = consult
    ? await consult({ file, base: diagnosis, opinions, reader: input.reader, remembered })
    : diagnosis;
  return chooseRemedy(heard, file);
}
