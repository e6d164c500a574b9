/**
 * `npx node bench/diagnosis/keep.ts DIR [PART OF A NAME…]`: builds every case that may be seen, has Scout look at each, and
 * keeps what it said in `DIR/kept`. What is there already is left alone; telemetry of the opened set stays in `DIR/bundles`.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { readDefinitions } from "../incidents/read-definitions.ts";
import { onThreads } from "../on-threads.ts";
import type { Case } from "./case.ts";
import { openedCases } from "./opened-cases.ts";
import { seenCases } from "./seen-cases.ts";
import { VARIANTS } from "./variants.ts";

const [dir, ...wanted] = process.argv.slice(2);
if (!dir) {
  console.error("Name a folder: npx node bench/diagnosis/keep.ts DIR [PART OF A NAME…]");
  process.exit(2);
}
mkdirSync(dir, { recursive: true });
const cases = [
  ...(await openedCases(join(dir, "bundles"))),
  ...seenCases(readDefinitions(), VARIANTS.each, VARIANTS.seed),
];
const jobs = cases
  .map((one: Case) => ({ one, folder: join(dir, "kept", one.part.replaceAll(" ", "-"), one.name) }))
  .filter(({ one, folder }) =>
    wanted.length > 0
      ? wanted.some((part) => `${one.part}/${one.name}`.includes(part))
      : !existsSync(join(folder, "truth.json")),
  );
let told = 0;
await onThreads(new URL("keep-worker.ts", import.meta.url), jobs, (count) => {
  if (Date.now() - told < 10_000 && count < jobs.length) return;
  told = Date.now();
  console.error(`${count} of ${jobs.length}`);
});
