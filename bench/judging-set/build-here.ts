import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildSet } from "./build.ts";
import type { JudgingSet } from "./judging-set.ts";

/** The command line of a set's `build.ts`: `DIR [PART OF A CASE'S NAME]`. Writes the cases and `truth.json`. */
export async function buildHere(set: JudgingSet): Promise<void> {
  const [dir, only = ""] = process.argv.slice(2);
  if (!dir) {
    console.error(
      `Name the folder to write to: npx node bench/${set.name}/build.ts DIR [PART OF A CASE'S NAME]`,
    );
    process.exit(2);
  }
  const cases = await buildSet(set, dir, only);
  await writeFile(join(dir, "truth.json"), `${JSON.stringify(cases, null, 2)}\n`);
  for (const [group, some] of Map.groupBy(cases, ({ truth }) => truth.group))
    console.log(`${String(some.length).padStart(4)} ${group}`);
  const guiltless = cases.filter(({ truth }) => truth.culprit === null).length;
  console.log(`${String(cases.length).padStart(4)} cases, ${guiltless} of them guiltless`);
}
