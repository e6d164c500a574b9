import type { Plan } from "../../contracts/change-set.ts";
import type { Diagnosis } from "../../contracts/diagnosis.ts";

/** The diagnosis with the remedy that was planned as its remedy; what comes after it is tried where that fails. */
export function asPlanned(diagnosis: Diagnosis, { remedy }: Plan): Diagnosis {
  const all = [diagnosis.remedy, ...(diagnosis.otherwise ?? [])];
  const at = all.findIndex(({ kind }) => kind === remedy);
  const chosen = all[at];
  return chosen && at > 0 ? { ...diagnosis, remedy: chosen, otherwise: all.slice(at + 1) } : diagnosis;
}
