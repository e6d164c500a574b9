import { readFile } from "node:fs/promises";
import { checkSet } from "./check.ts";
import type { JudgingSet } from "./judging-set.ts";
import { proofs } from "./proofs.ts";

/**
 * The command line of a set's `check.ts`: `[PART OF A CASE'S NAME]`. Proves each case sound, says what is not, and sets the
 * exit code.
 * @param here the URL of that file, beside which the scenarios of each world stand
 */
export async function checkHere(set: JudgingSet, here: string): Promise<void> {
  await checkSet(set, process.argv[2] ?? "", async (bundle, { decoys }, scenario) => [
    ...(await proofs(bundle, scenario)),
    ...(decoys.length < 2 ? [`${decoys.length} decoys`] : []),
  ]);
  // Each scenario says above it by what it is decided, or that it is not.
  for (const world of new Set(set.scenarios.map(({ world: { id } }) => id))) {
    const text = await readFile(new URL(`./scenarios/${world}.ts`, here), "utf8");
    const said = text.match(/^ {2}\/\/ (Decidable by:|Not decidable:)/gm)?.length ?? 0;
    const written = set.scenarios.filter((one) => one.world.id === world).length;
    if (said === written) continue;
    console.log(`${world}: ${said} of ${written} scenarios say by what they are decided`);
    process.exitCode = 1;
  }
}
