import { type Answer, namesOf, scenarioOf } from "./answer.ts";
import { fitLogistic, type Logistic, type Sample } from "./logistic.ts";

/** How many answers it takes to move a coefficient. */
export const RIDGE = 0.5;

/** Grounds that can only make an answer less sure. */
export const AGAINST: ReadonlySet<string> = new Set([
  "another cause speaks",
  "a commit went live as it began",
  "such a commit explains the symptom",
]);

/** What is thought of a ground before; of all others nothing. Where something else could be it, nobody is sure of the first. */
const PRIOR: Readonly<Record<string, number>> = { "another cause speaks": -1.5 };

/** How often answers of that kind were right on such grounds; each scenario has one vote, however many cases it became. */
export function fitModel(answers: readonly Answer[], says: Answer["says"], ridge = RIDGE): Logistic {
  const mine = answers.filter((one) => one.says === says);
  const sizes = Map.groupBy(mine, scenarioOf);
  const samples = mine.map(
    (one): Sample => ({
      x: one.grounds,
      right: one.right,
      weight: 1 / (sizes.get(scenarioOf(one))?.length ?? 1),
    }),
  );
  const signs = namesOf(says).map((name) => (AGAINST.has(name) ? -1 : 1));
  const prior = namesOf(says).map((name) => PRIOR[name] ?? 0);
  return fitLogistic(samples, signs, prior, ridge);
}
