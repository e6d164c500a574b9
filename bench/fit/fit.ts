/**
 * `npx node bench/fit/fit.ts DIR [RIDGE]`: fits how much of each family's word is believed, on the cases that `keep.ts` has
 * kept, and says what it is worth on systems that it has not seen: each is left out in turn, and judged by the fit on the rest.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { contendersOf } from "../../src/orient/contenders.ts";
import { NAMES, rowOf } from "./features.ts";
import { type Choice, fitLogit, lossOf, probabilities } from "./logit.ts";
import { readCase } from "./read-case.ts";

const [dir, ridgeText = "20"] = process.argv.slice(2);
if (!dir) {
  console.error("Name the folder that keep.ts wrote: npx node bench/fit/fit.ts DIR [RIDGE]");
  process.exit(2);
}
const ridge = Number(ridgeText);
const PARTS = ["opened", "seen", "variant"];
const PRIOR = NAMES.map((name) => (name === "no commit" ? 0 : 1));
const SIGNED = NAMES.map((name) => name !== "no commit");
const incidentOf = (name: string) => name.replace(/[-~]\d+$/, "");
const systemOf = (name: string) => name.replace(/-.*$/, "");

const cases: { part: string; name: string; choice: Choice }[] = [];
for (const part of PARTS)
  for (const name of readdirSync(join(dir, "kept", part))) {
    const { file, truth } = await readCase(join(dir, "kept", part, name));
    if (truth.group === "undecidable") continue;
    const rows = contendersOf(file).all.map(rowOf);
    if (truth.culprit !== null && !rows.some(({ suspect }) => suspect === truth.culprit)) continue;
    cases.push({ part, name, choice: { rows, truth: truth.culprit, weight: 1 } });
  }
const sizes = Map.groupBy(cases, ({ name }) => incidentOf(name));
for (const one of cases) one.choice.weight = 1 / (sizes.get(incidentOf(one.name))?.length ?? 1);

interface Said {
  part: string;
  loss: number;
  right: boolean;
  p: number;
}
const said = ({ part, choice }: (typeof cases)[number], w: readonly number[]): Said => {
  const p = probabilities(choice.rows, w);
  const answers = new Map<string | null, number>();
  for (const [i, { suspect }] of choice.rows.entries())
    answers.set(suspect, (answers.get(suspect) ?? 0) + (p[i] ?? 0));
  const [best] = [...answers].sort((a, b) => b[1] - a[1]);
  return { part, loss: lossOf(choice, w), right: best?.[0] === choice.truth, p: best?.[1] ?? 0 };
};
const tell = (title: string, all: readonly Said[]) => {
  for (const part of [...PARTS, "all"]) {
    const some = all.filter((one) => part === "all" || one.part === part);
    const mean = (of: (one: Said) => number) => some.reduce((sum, one) => sum + of(one), 0) / some.length;
    const sure = some.filter(({ p }) => p >= 0.95);
    console.log(
      `${title} ${part}: log loss ${mean(({ loss }) => loss).toFixed(3)}, right ${(100 * mean(({ right }) => Number(right))).toFixed(1)}%, ` +
        `at or above 0.95 ${sure.length}, of which wrong ${sure.filter(({ right }) => !right).length}`,
    );
  }
};

tell(
  "by hand",
  cases.map((one) => said(one, PRIOR)),
);
const heldOut: Said[] = [];
for (const system of new Set(cases.map(({ name }) => systemOf(name)))) {
  const rest = cases.filter(({ name }) => systemOf(name) !== system);
  const w = fitLogit(
    rest.map(({ choice }) => choice),
    PRIOR,
    SIGNED,
    ridge,
  );
  heldOut.push(...cases.filter(({ name }) => systemOf(name) === system).map((one) => said(one, w)));
}
tell("held out", heldOut);
const w = fitLogit(
  cases.map(({ choice }) => choice),
  PRIOR,
  SIGNED,
  ridge,
);
console.log(NAMES.map((name, i) => `${name.padEnd(20)} ${w[i]?.toFixed(3)}`).join("\n"));
