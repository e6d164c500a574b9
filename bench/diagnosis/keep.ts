/**
 * `npx node bench/diagnosis/keep.ts DIR [PART OR PART/NAME…]`: builds every case that may be seen, has Scout look at each, and
 * keeps what it said in `DIR/kept`. What is there already is left alone; telemetry of the opened sets stays in `DIR/bundles`.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { readDefinitions } from "../incidents/read-definitions.ts";
import { onThreads } from "../on-threads.ts";
import type { Case } from "./case.ts";
import { openedCases } from "./opened-cases.ts";
import { seenCases } from "./seen-cases.ts";
import { VARIANTS } from "./variants.ts";

const [dir, ...words] = process.argv.slice(2);
if (!dir) {
  console.error("Name a folder: npx node bench/diagnosis/keep.ts DIR [PART OR PART/NAME…]");
  process.exit(2);
}
mkdirSync(dir, { recursive: true });
// As `again.ts` calls them.
const slug = (part: Case["part"]) => part.replaceAll(" ", "-");
const isWanted = (path: string) => words.length === 0 || words.some((word) => path.startsWith(word));
const inPart = (part: Case["part"]) =>
  isWanted(slug(part)) || words.some((word) => word.startsWith(`${slug(part)}/`));

for await (const cases of openedCases(join(dir, "bundles"), inPart)) await keep(cases);
await keep(seenCases(readDefinitions(), VARIANTS.each, VARIANTS.seed));

async function keep(cases: readonly Case[]): Promise<void> {
  const jobs = cases
    .filter(({ part, name }) => isWanted(`${slug(part)}/${name}`))
    .map((one) => ({ one, folder: join(dir as string, "kept", slug(one.part), one.name) }))
    .filter(({ folder }) => words.length > 0 || !existsSync(join(folder, "truth.json")));
  let told = 0;
  await onThreads(new URL("keep-worker.ts", import.meta.url), jobs, (count) => {
    if (Date.now() - told < 10_000 && count < jobs.length) return;
    told = Date.now();
    console.error(`${jobs[0]?.one.part}: ${count} of ${jobs.length}`);
  });
}
