/**
 * `npx node bench/fit/keep-answers.ts DIR PART ENGINE`: asks the version of Brain that lies in the folder ENGINE (a
 * worktree of some commit, with its `node_modules`) about the kept cases of a part, and puts its answers into
 * `answers.jsonl` in place of those of the same part. The commit is to be one that had not seen the part: what an engine
 * says of cases by which it was tuned tells nothing of how sure it may be.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { contendersOf as Contend } from "../../src/orient/contenders.ts";
import type { gather as Gather } from "../../src/orient/gather.ts";
import { type Answer, answerOf } from "./answer.ts";
import { ANSWERS, readAnswers } from "./read-answers.ts";
import { readCase } from "./read-case.ts";

const [dir, part, engine] = process.argv.slice(2);
if (!dir || !part || !engine) {
  console.error("npx node bench/fit/keep-answers.ts DIR PART ENGINE");
  process.exit(2);
}
const of = (path: string) => import(pathToFileURL(resolve(engine, path)).href);
const { contendersOf }: { contendersOf: typeof Contend } = await of("src/orient/contenders.ts");
const { gather }: { gather: typeof Gather } = await of("src/orient/gather.ts");
const folder = join(dir, "kept", part);
const answers: Answer[] = [];
for (const name of readdirSync(folder).sort()) {
  const { file, truth } = await readCase(join(folder, name), gather);
  answers.push({ set: part, name, ...answerOf(contendersOf(file), file, truth) });
}
const all = [...readAnswers().filter(({ set }) => set !== part), ...answers];
writeFileSync(ANSWERS, all.map((one) => `${JSON.stringify(one)}\n`).join(""));
const right = answers.filter((one) => one.right).length;
console.log(`${part}: ${answers.length} answers, ${right} right`);
