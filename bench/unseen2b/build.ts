import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildCase, type Truth } from "../unseen/case.ts";
import { dress } from "./dress.ts";
import { everyday } from "./everyday.ts";
import { retitleAlert } from "./retitle-alert.ts";
import { scenarios } from "./scenarios.ts";

/**
 * Writes every case of this part as a bundle folder below `dir` and says what is true of each.
 * Deterministic. `only` takes the cases whose folder name holds it.
 */
export async function buildCases(dir: string, only = ""): Promise<{ bundle: string; truth: Truth }[]> {
  const out: { bundle: string; truth: Truth }[] = [];
  await mkdir(dir, { recursive: true });
  for (const { source: _, alert, ...scenario } of scenarios)
    for (let variant = 0; variant < 4; variant++) {
      if (!`${scenario.id}-${variant}`.includes(only)) continue;
      const built = await buildCase({ spans: 3600, ...scenario }, variant, dir, everyday);
      await dress(built.bundle);
      await retitleAlert(built.bundle, alert);
      out.push(built);
    }
  return out;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [dir, only] = process.argv.slice(2);
  if (!dir) {
    console.error(
      "Name the folder to write to: npx node bench/unseen2b/build.ts DIR [PART OF A CASE'S NAME]",
    );
    process.exit(2);
  }
  const cases = await buildCases(dir, only);
  await writeFile(join(dir, "truth.json"), `${JSON.stringify(cases, null, 2)}\n`);
  const groups = new Map<string, number>();
  for (const { truth } of cases) groups.set(truth.group, (groups.get(truth.group) ?? 0) + 1);
  for (const [group, count] of [...groups].sort()) console.log(`${String(count).padStart(4)} ${group}`);
  console.log(
    `${String(cases.length).padStart(4)} cases, ${cases.filter(({ truth }) => truth.culprit === null).length} of them guiltless`,
  );
}
