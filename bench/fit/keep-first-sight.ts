/**
 * `npx node bench/fit/keep-first-sight.ts DIR PART ENGINE`: writes down what the version of Brain in the folder ENGINE (a
 * worktree of some commit, with its `node_modules`) finds for and against each contender of the kept cases of a part, in place
 * of what `at-first-sight.jsonl` has of that part. The commit is to be the last one that had not seen the part: findings on
 * cases by which rules were written are better than those on any other.
 */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { contendersOf as Contend } from "../../src/orient/contenders.ts";
import type { gather as Gather } from "../../src/orient/gather.ts";
import { type FirstSight, readFirstSight, writeFirstSight } from "./first-sight.ts";
import { kindOf } from "./kind-of-finding.ts";
import { readCase } from "./read-case.ts";

const [dir, part, engine] = process.argv.slice(2);
if (!dir || !part || !engine) {
  console.error("npx node bench/fit/keep-first-sight.ts DIR PART ENGINE");
  process.exit(2);
}
const of = (path: string) => import(pathToFileURL(resolve(engine, path)).href);
const { contendersOf }: { contendersOf: typeof Contend } = await of("src/orient/contenders.ts");
const { gather }: { gather: typeof Gather } = await of("src/orient/gather.ts");
const folder = join(dir, "kept", part);
const seen: FirstSight[] = [];
const round = (value: number) => Math.round(100 * value) / 100;
for (const name of readdirSync(folder).sort()) {
  const { file, truth } = await readCase(join(folder, name), gather);
  const names = new Set(
    file.evidence.items
      .flatMap((item) => ("service" in item && item.service ? [item.service] : []))
      .concat(Object.keys(file.policy.services), file.anomaly.service, file.anomaly.blastRadius),
  );
  seen.push({
    set: part,
    name,
    group: truth.group,
    symptom: file.anomaly.symptom,
    culprit: truth.culprit?.slice(0, 8) ?? null,
    contenders: contendersOf(file).all.map(({ suspect, mechanism, base, findings }) => ({
      suspect: suspect?.slice(0, 8) ?? null,
      mechanism,
      base: round(base),
      findings: findings
        .filter(({ weight }) => weight !== 0)
        .map((finding) => ({ kind: kindOf(finding, names), weight: round(finding.weight) })),
    })),
  });
}
writeFirstSight([...readFirstSight().filter(({ set }) => set !== part), ...seen]);
console.log(`${part}: ${seen.length} cases`);
