import type { Row } from "./groups.ts";

/** One choice: the contenders, and which of them is true; null where no commit is, and any cause without one will do. */
export interface Choice {
  rows: readonly Row[];
  truth: string | null;
  /** Share of its vote: variants of one incident are not independent. */
  weight: number;
}

/** Probability of each contender. */
export function probabilities(rows: readonly Row[], w: readonly number[]): number[] {
  const utilities = rows.map(
    ({ base, x }) => base + x.reduce((sum, [i, value]) => sum + value * (w[i] ?? 0), 0),
  );
  const highest = Math.max(...utilities);
  const odds = utilities.map((utility) => Math.exp(utility - highest));
  const total = odds.reduce((sum, one) => sum + one, 0);
  return odds.map((one) => one / total);
}

/** Negative logarithm of the probability of the truth. */
export function lossOf({ rows, truth }: Choice, w: readonly number[]): number {
  const p = probabilities(rows, w);
  const right = rows.reduce((sum, { suspect }, i) => sum + (suspect === truth ? (p[i] ?? 0) : 0), 0);
  return -Math.log(Math.max(1e-6, right));
}

/**
 * A conditional logit by maximum likelihood (McFadden, 1974), drawn towards `prior` by a ridge and kept at or above zero
 * where a sign is known, by projected gradient descent with momentum.
 * @param ridge how many cases it takes to move a weight away from its prior
 */
export function fitLogit(
  choices: readonly Choice[],
  prior: readonly number[],
  signed: readonly boolean[],
  ridge: number,
  steps = 400,
): number[] {
  const w = [...prior];
  const speed = w.map(() => 0);
  const all = choices.reduce((sum, { weight }) => sum + weight, 0);
  for (let step = 0; step < steps; step++) {
    const gradient = w.map((value, i) => (ridge * (value - (prior[i] ?? 0))) / all);
    for (const choice of choices) {
      const p = probabilities(choice.rows, w);
      const right = choice.rows.reduce(
        (sum, { suspect }, i) => sum + (suspect === choice.truth ? (p[i] ?? 0) : 0),
        1e-9,
      );
      for (const [i, { suspect, x }] of choice.rows.entries()) {
        const pull = (p[i] ?? 0) - (suspect === choice.truth ? (p[i] ?? 0) / right : 0);
        for (const [k, value] of x) gradient[k] = (gradient[k] ?? 0) + (choice.weight * pull * value) / all;
      }
    }
    const rate = 0.15 / (1 + step / 200);
    for (const [i, slope] of gradient.entries()) {
      speed[i] = 0.9 * (speed[i] ?? 0) - rate * Math.max(-2, Math.min(2, slope));
      w[i] = (w[i] ?? 0) + (speed[i] ?? 0);
      if (signed[i] && (w[i] ?? 0) < 0) [w[i], speed[i]] = [0, 0];
    }
  }
  return w;
}
