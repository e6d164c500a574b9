import type { CaseFile } from "../case-file.ts";
import type { Exposure } from "../exposure.ts";
import { boundedSums, type Contender, type Judged, judge, mostProbableFirst } from "../judgement.ts";
import { WEIGHTS } from "../weights.ts";
import { SURE_OF_COMMIT, SURE_OF_NONE } from "./coefficients.ts";
import { confidenceOf, type Ground } from "./confidence-of.ts";
import { commitGrounds, noneGrounds } from "./grounds.ts";
import { mostBeside } from "./most-beside.ts";
import { mostFor } from "./most-for.ts";
import { mostForNone } from "./most-for-none.ts";

/** What others say of a contender is no fact of this incident: it moves the odds when all else is said. */
const isHearsay = ({ family }: { family: string }): boolean => family === "memory" || family === "model";

/**
 * Every contender with the probability that people are told. The conditional logit says in which proportion the contenders
 * stand; how far its first answer is to be believed is read off the structure of the reasoning, by a model fitted to how often
 * such answers proved right. The other contenders share what is left as before. Then memory and a model may move the odds, by
 * no more than their bounds.
 *
 * @returns the contenders, most probable first, and the grounds of the first answer where hearsay has not changed it
 */
export function howSure(
  contenders: readonly Contender[],
  exposures: ReadonlyMap<string, Exposure>,
  file: CaseFile,
): { judged: Judged[]; grounds: Ground[] } {
  const plain = contenders.map((one) => ({
    ...one,
    findings: one.findings.filter((finding) => !isHearsay(finding)),
  }));
  const logit = judge(plain);
  const named = namedBy(logit);
  const none = named ? null : noneGrounds(plain, exposures, file);
  const { probability, grounds } = named
    ? confidenceOf(SURE_OF_COMMIT, commitGrounds(named, plain))
    : confidenceOf(SURE_OF_NONE, none as NonNullable<typeof none>);
  const proven = none !== null && isProven(none);
  const mostNone = proven ? WEIGHTS.certainty : mostForNone(plain);
  const sure = believed(
    logit,
    named
      ? Math.min(mostFor(named), mostBeside(named, plain, file), probability)
      : Math.min(mostNone, Math.max(proven ? WEIGHTS.proven : 0, probability)),
  );
  const heard = sure.map((judged) => {
    const one = contenders.find(
      ({ suspect, mechanism }) => suspect === judged.suspect && mechanism === judged.mechanism,
    ) as Contender;
    const sums = boundedSums(one.findings.filter(isHearsay));
    const said = [...sums.values()].reduce((sum, weight) => sum + weight, 0);
    return { ...one, probability: judged.probability * Math.exp(said) };
  });
  const total = heard.reduce((sum, { probability: odds }) => sum + odds, 0);
  const told = heard
    .map((one) => ({ ...one, probability: one.probability / total }))
    .toSorted(mostProbableFirst);
  const now = namedBy(told);
  return {
    judged: believed(
      told,
      now ? Math.min(mostFor(now), now.probability) : Math.min(mostNone, withoutCommit(told)),
    ),
    grounds: now?.suspect === named?.suspect ? grounds : [],
  };
}

/** What ran says of every commit that it cannot have been this one. */
function isProven(grounds: ReturnType<typeof noneGrounds>): boolean {
  return grounds["every commit is cleared"] === 1 && grounds["ahead without what was written down"] === 1;
}

/** The commit that is named, or null where it is likelier that none did it. */
function namedBy(judged: readonly Judged[]): Judged | null {
  const leading = judged.find(({ suspect }) => suspect !== null);
  return leading && leading.probability > withoutCommit(judged) ? leading : null;
}

function withoutCommit(judged: readonly Judged[]): number {
  return judged
    .filter(({ suspect }) => suspect === null)
    .reduce((sum, { probability }) => sum + probability, 0);
}

/** The same proportions among the others, and the first answer as probable as it is to be believed: never less than they. */
function believed(judged: readonly Judged[], probability: number): Judged[] {
  const named = namedBy(judged);
  const none = withoutCommit(judged);
  const [leading, second] = judged.filter(({ suspect }) => suspect !== null);
  const first = named?.probability ?? none;
  const rest = 1 - first;
  if (rest <= 0) return [...judged];
  const next = named ? Math.max(none, second?.probability ?? 0) : (leading?.probability ?? 0);
  // As much as the next has, when it gets its share of the rest.
  const least = next / rest / (1 + next / rest);
  const share = Math.min(WEIGHTS.certainty, Math.max(probability, least + 1e-9));
  return judged
    .map((one) => {
      const isFirst = named ? one.suspect === named.suspect : one.suspect === null;
      return { ...one, probability: one.probability * (isFirst ? share / first : (1 - share) / rest) };
    })
    .toSorted(mostProbableFirst);
}
