import { type Answer, namesOf, scenarioOf } from "./answer.ts";
import { fitLogistic, type Logistic, type Sample } from "./logistic.ts";

/** How many answers it takes to move a coefficient: "no commit" saves no incident, so it may be the more cautious. */
export const RIDGE: Readonly<Record<Answer["says"], number>> = { commit: 0.2, none: 0.5 };

/** Grounds that can only make an answer less sure. */
export const AGAINST: ReadonlySet<string> = new Set([
  "a kind of change that is in most commits",
  "others went live with it",
  "one of them of a kind that says nothing",
  "a commit went live as it began",
  "such a commit explains the symptom",
]);

/** How often answers of that kind were right on such grounds; each scenario has one vote, however many cases it became. */
export function fitModel(answers: readonly Answer[], says: Answer["says"], ridge = RIDGE[says]): Logistic {
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
  return fitLogistic(samples, signs, ridge);
}
