/**
 * `npx node bench/fit/fit-confidence.ts [RIDGE]`: fits how sure an answer may be to which answers were right (`answers.jsonl`,
 * see `keep-answers.ts`), and says what that is worth on systems, and on sets of other authors, that it has not seen: each is
 * left out in turn, and judged by the fit on the rest. Prints the models for `src/orient/confidence/coefficients.ts`, with the
 * caution that keeps whatever was wrong on a system left out under the bar.
 */
import { clopperPearsonUpper } from "../diagnosis/clopper-pearson.ts";
import { type Answer, namesOf, systemOf } from "./answer.ts";
import { fitModel, RIDGE } from "./fit-model.ts";
import { logistic } from "./logistic.ts";
import { readAnswers } from "./read-answers.ts";

const ridge = Number(process.argv[2] ?? RIDGE);
const BAR = 0.95;
/** Just under it. */
const UNDER = 0.0005;
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
    const model = fitModel(rest, says, ridge);
    return some.map((one) => ({ ...one, p: Math.min(one.most, logistic(model, one.grounds)) }));
  });
}

const cautious = (p: number, caution: number) => 1 / (1 + Math.exp(caution - logit(p)));

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
  const highest = Math.max(...bySystem.filter((one) => !one.right).map(({ p }) => p));
  const caution = Math.max(0, logit(highest) - logit(BAR - UNDER));
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
  const { intercept, coefficients } = fitModel(answers, says, ridge);
  const model = Object.fromEntries(
    namesOf(says).map((name, i) => [name, Number(coefficients[i]?.toFixed(2))]),
  );
  console.log(
    `${says}: ${JSON.stringify({ intercept: Number(intercept.toFixed(2)), caution: Number(caution.toFixed(2)), coefficients: model }, null, 2)}`,
  );
}
