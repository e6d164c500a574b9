import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Truth } from "../unseen/case.ts";
import { buildCase } from "./case.ts";
import { scenarios } from "./scenarios.ts";

/**
 * Writes every case of this set as a bundle folder below `dir` and says what is true of each. Deterministic.
 * `only` takes the cases whose folder name holds it.
 */
export async function buildCases(dir: string, only = ""): Promise<{ bundle: string; truth: Truth }[]> {
  const out: { bundle: string; truth: Truth }[] = [];
  await mkdir(dir, { recursive: true });
  for (const scenario of scenarios)
    for (let variant = 0; variant < 4; variant++)
      if (`${scenario.id}-${variant}`.includes(only)) out.push(await buildCase(scenario, variant, dir));
  return out;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [dir, only] = process.argv.slice(2);
  if (!dir) {
    console.error("Name the folder to write to: npx node bench/unseen3/build.ts DIR [PART OF A CASE'S NAME]");
    process.exit(2);
  }
  const cases = await buildCases(dir, only);
  await writeFile(join(dir, "truth.json"), `${JSON.stringify(cases, null, 2)}\n`);
  for (const [group, some] of Map.groupBy(cases, ({ truth }) => truth.group))
    console.log(`${String(some.length).padStart(4)} ${group}`);
  const guiltless = cases.filter(({ truth }) => truth.culprit === null).length;
  console.log(`${String(cases.length).padStart(4)} cases, ${guiltless} of them guiltless`);
}
