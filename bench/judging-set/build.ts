import { mkdir } from "node:fs/promises";
import type { Truth } from "../unseen/case.ts";
import { buildCase } from "./case.ts";
import type { JudgingSet } from "./judging-set.ts";

/**
 * Writes every case of a set as a bundle folder below `dir` and says what is true of each. Deterministic.
 * `only` takes the cases whose folder name holds it.
 */
export async function buildSet(
  set: JudgingSet,
  dir: string,
  only: string,
): Promise<{ bundle: string; truth: Truth }[]> {
  const out: { bundle: string; truth: Truth }[] = [];
  await mkdir(dir, { recursive: true });
  for (const scenario of set.scenarios)
    for (let variant = 0; variant < 4; variant++)
      if (`${scenario.id}-${variant}`.includes(only)) out.push(await buildCase(set, scenario, variant, dir));
  return out;
}
