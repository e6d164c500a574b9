import type { Contender } from "../../src/orient/judgement.ts";
import { boundedSums } from "../../src/orient/judgement.ts";

/** What is fitted: how much of each family's word is believed, for and against apart. */
export const FAMILIES = ["prior", "ownership", "exposure", "place", "mechanism", "sign", "told"] as const;
export const NAMES = [...FAMILIES.flatMap((family) => [`${family} for`, `${family} against`]), "no commit"];

/** One contender of one case as numbers, in the order of `NAMES`; `base` is not fitted. */
export interface Row {
  suspect: string | null;
  base: number;
  x: readonly number[];
}

export function rowOf(contender: Contender): Row {
  const sums = boundedSums(contender.findings);
  const x = FAMILIES.flatMap((family) => {
    const sum = sums.get(family) ?? 0;
    return [Math.max(0, sum), Math.min(0, sum)];
  });
  return { suspect: contender.suspect, base: contender.base, x: [...x, contender.suspect === null ? 1 : 0] };
}
