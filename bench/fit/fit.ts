/**
 * `npx node bench/fit/fit.ts DIR… [RIDGE]`: fits how much of each family's word is believed, on the cases that `keep.ts` has
 * kept, and says what it is worth on systems, and on sets of other authors, that it has not seen: each is left out in turn,
 * and judged by the fit on the rest.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { contendersOf } from "../../src/orient/contenders.ts";
import { NAMES, rowOf } from "./features.ts";
import { type Choice, fitLogit, lossOf, probabilities } from "./logit.ts";
import { readCase } from "./read-case.ts";

const words = process.argv.slice(2);
const dirs = words.filter((word) => Number.isNaN(Number(word)));
if (dirs.length === 0) {
  console.error("Name the folders that keep.ts wrote: npx node bench/fit/fit.ts DIR… [RIDGE]");
  process.exit(2);
}
const ridge = Number(words.find((word) => !dirs.includes(word)) ?? 20);
const PARTS = ["opened", "opened-2a", "opened-2b", "opened-3", "seen", "variant"];
/** Incidents and their variants have the same authors. */
const SETS = [["opened"], ["opened-2a"], ["opened-2b"], ["opened-3"], ["seen", "variant"]];
const PRIOR = NAMES.map((name) => (name === "no commit" ? 0 : 1));
const SIGNED = NAMES.map((name) => name !== "no commit");
const incidentOf = (name: string) => name.replace(/[-~]\d+$/, "");
const systemOf = (name: string) => name.replace(/-.*$/, "");

const cases: { part: string; name: string; choice: Choice }[] = [];
for (const part of PARTS) {
  // A part that is in several folders counts as the first of them has it.
  const kept = dirs.map((dir) => join(dir, "kept", part)).find((folder) => existsSync(folder));
  for (const name of kept ? readdirSync(kept) : []) {
    const { file, truth } = await readCase(join(kept as string, name));
    if (truth.group === "undecidable") continue;
    const rows = contendersOf(file).all.map(rowOf);
    if (truth.culprit !== null && !rows.some(({ suspect }) => suspect === truth.culprit)) continue;
    cases.push({ part, name, choice: { rows, truth: truth.culprit, weight: 1 } });
  }
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
const leftOut = (groups: readonly ((one: (typeof cases)[number]) => boolean)[]): Said[] =>
  groups.flatMap((isIn) => {
    const w = fitLogit(
      cases.filter((one) => !isIn(one)).map(({ choice }) => choice),
      PRIOR,
      SIGNED,
      ridge,
    );
    return cases.filter(isIn).map((one) => said(one, w));
  });
const systems = [...new Set(cases.map(({ name }) => systemOf(name)))];
tell(
  "system held out",
  leftOut(
    systems.map(
      (system) =>
        ({ name }) =>
          systemOf(name) === system,
    ),
  ),
);
tell(
  "set held out",
  leftOut(
    SETS.map(
      (set) =>
        ({ part }) =>
          set.includes(part),
    ),
  ),
);
const w = fitLogit(
  cases.map(({ choice }) => choice),
  PRIOR,
  SIGNED,
  ridge,
);
console.log(NAMES.map((name, i) => `${name.padEnd(20)} ${w[i]?.toFixed(3)}`).join("\n"));
