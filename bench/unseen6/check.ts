import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { checkSet } from "../judging-set/check.ts";
import { buildCases } from "./build.ts";
import { proofs } from "./proofs.ts";
import { set } from "./set.ts";

const only = process.argv[2] ?? "";
await checkSet(set, only);

const dir = await mkdtemp(join(tmpdir(), "unseen6-"));
const problems: string[] = [];
try {
  for (const { bundle, truth } of await buildCases(dir, only)) {
    const name = basename(bundle);
    const scenario = set.scenarios.find(({ id }) => name === `${id}-${name.slice(id.length + 1)}`)!;
    for (const problem of await proofs(bundle, scenario)) problems.push(`${name}: ${problem}`);
    if (truth.decoys.length < 2) problems.push(`${name}: ${truth.decoys.length} decoys`);
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}
// Each scenario says above it by what it is decided, or that it is not.
for (const world of new Set(set.scenarios.map(({ world: { id } }) => id))) {
  const text = await readFile(new URL(`./scenarios/${world}.ts`, import.meta.url), "utf8");
  const said = text.match(/^ {2}\/\/ (Decidable by:|Not decidable:)/gm)?.length ?? 0;
  const written = set.scenarios.filter((one) => one.world.id === world).length;
  if (said !== written)
    problems.push(`${world}: ${said} of ${written} scenarios say by what they are decided`);
}
for (const problem of problems) console.log(problem);
console.log(problems.length === 0 ? "All proofs hold." : `${problems.length} proofs fail.`);
if (problems.length > 0) process.exitCode = 1;
