/**
 * `npx node bench/fit/fit-confidence.ts [--write]`: fits how sure an answer may be to which answers were right (`answers.jsonl`,
 * see `keep-answers.ts`), and says what that is worth on systems, and on sets of other authors, that it has not seen: each is
 * left out in turn, and judged by the fit on the rest. Prints the models, with the caution that leaves no more than one in a
 * hundred wrong at the bar on systems left out, or writes them into `src/orient/confidence/coefficients.ts`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { clopperPearsonUpper } from "../diagnosis/clopper-pearson.ts";
import { type Answer, namesOf, systemOf } from "./answer.ts";
import { fitModel } from "./fit-model.ts";
import { logistic } from "./logistic.ts";
import { readAnswers } from "./read-answers.ts";

const COEFFICIENTS = new URL("../../src/orient/confidence/coefficients.ts", import.meta.url);
const BAR = 0.95;
/** Share of what is at the bar that may be wrong on systems left out. */
const ERR = 0.01;
const answers = readAnswers();
const sets = [...new Set(answers.map(({ set }) => set))];

const logit = (p: number) => Math.log(p / (1 - p));
const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

type Said = Answer & { p: number };

/** Every answer by a fit on what does not belong to the same group. */
function leftOut(says: Answer["says"], groupOf: (one: Answer) => string): Said[] {
  const mine = answers.filter((one) => one.says === says);
  return [...Map.groupBy(mine, groupOf)].flatMap(([group, some]) => {
    const rest = answers.filter((one) => groupOf(one) !== group);
    const model = fitModel(rest, says);
    return some.map((one) => ({ ...one, p: Math.min(one.most, logistic(model, one.grounds)) }));
  });
}

const cautious = (p: number, caution: number) => 1 / (1 + Math.exp(caution - logit(p)));

/** The least that keeps the share of what is wrong at the bar. */
function cautionFor(all: readonly Said[]): number {
  for (let caution = 0; ; caution += 0.02) {
    const sure = all.filter(({ p }) => cautious(p, caution) >= BAR);
    if (sure.filter((one) => !one.right).length <= ERR * sure.length) return caution;
  }
}

function tell(title: string, all: readonly Said[], caution: number): void {
  const said = all.map((one) => ({ ...one, p: cautious(one.p, caution) }));
  const right = said.filter((one) => one.right).length;
  const brier = said.reduce((sum, { p, right: is }) => sum + (p - Number(is)) ** 2, 0) / said.length;
  const sure = said.filter(({ p }) => p >= BAR);
  const wrong = sure.filter((one) => !one.right);
  const set = new Set(said.map((one) => one.set));
  const guilty = answers.filter((one) => one.guilty && !one.undecidable && set.has(one.set)).length;
  const bins = [0, 0.5, 0.7, 0.8, 0.9, BAR, 1];
  const curve = bins.slice(1).map((to, i) => {
    const some = said.filter(({ p }) => p >= (bins[i] ?? 0) && p < to);
    const mean = some.reduce((sum, { p }) => sum + p, 0) / some.length;
    return some.length === 0
      ? "-"
      : `${mean.toFixed(2)}→${(some.filter((one) => one.right).length / some.length).toFixed(2)} (${some.length})`;
  });
  console.log(
    `${title}: ${percent(right / said.length)} of ${said.length} right; at or above ${BAR} ${sure.length}, of them wrong ${wrong.length} ` +
      `(at most ${percent(clopperPearsonUpper(wrong.length, sure.length))}); ${percent((sure.length - wrong.length) / guilty)} of ${guilty} guilty cases; ` +
      `Brier ${brier.toFixed(3)}; said→true ${curve.join("  ")}`,
  );
}

for (const says of ["commit", "none"] as const) {
  const bySystem = leftOut(says, systemOf);
  const caution = cautionFor(bySystem);
  for (const [title, said] of [
    ["system left out", bySystem],
    ["set left out", leftOut(says, ({ set }) => set)],
  ] as const) {
    tell(`${says}, ${title}`, said, caution);
    for (const set of sets)
      tell(
        `    ${set}`,
        said.filter((one) => one.set === set),
        caution,
      );
    const worst = said.filter((one) => !one.right).toSorted((a, b) => b.p - a.p);
    for (const { set, name, p } of worst.slice(0, 6))
      console.log(`    wrong at ${cautious(p, caution).toFixed(3)}: ${set}/${name}`);
  }
  const { intercept, coefficients } = fitModel(answers, says);
  const round = (value: number) => Math.round(100 * value) / 100 + 0;
  const model = {
    intercept: round(intercept),
    caution: round(caution),
    coefficients: Object.fromEntries(namesOf(says).map((name, i) => [name, round(coefficients[i] ?? 0)])),
  };
  console.log(`${says}: ${JSON.stringify(model, null, 2)}`);
  if (process.argv.includes("--write")) {
    const constant = `export const SURE_OF_${says.toUpperCase()}: Model<(typeof ${says.toUpperCase()}_GROUNDS)[number]> = `;
    const text = readFileSync(COEFFICIENTS, "utf8");
    const begin = text.indexOf(constant) + constant.length;
    const end = text.indexOf("\n};\n", begin);
    writeFileSync(
      COEFFICIENTS,
      `${text.slice(0, begin)}${JSON.stringify(model, null, 2).slice(0, -2)}${text.slice(end)}`,
    );
  }
}
