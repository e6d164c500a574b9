/** What was seen, and whether the answer was right. */
export interface Sample {
  x: readonly number[];
  right: boolean;
  /** Share of its vote: variants of one scenario are not independent. */
  weight: number;
}

export interface Logistic {
  intercept: number;
  coefficients: number[];
}

export function logistic({ intercept, coefficients }: Logistic, x: readonly number[]): number {
  const logit = x.reduce((sum, value, i) => sum + value * (coefficients[i] ?? 0), intercept);
  return 1 / (1 + Math.exp(-logit));
}

/**
 * Logistic regression with a ridge, each coefficient kept to the sign that is known of it, by projected gradient descent with
 * momentum.
 * @param signs 1 where more of it cannot make the answer less sure, -1 where it cannot make it surer
 * @param ridge how many samples it takes to move a coefficient
 */
export function fitLogistic(
  samples: readonly Sample[],
  signs: readonly (1 | -1)[],
  ridge: number,
  steps = 500,
): Logistic {
  const w = signs.map(() => 0);
  const speed = signs.map(() => 0);
  let [intercept, drift] = [0, 0];
  const all = samples.reduce((sum, { weight }) => sum + weight, 0);
  for (let step = 0; step < steps; step++) {
    const gradient = w.map((value) => (ridge * value) / all);
    let pull = 0;
    for (const { x, right, weight } of samples) {
      const off = (weight * (logistic({ intercept, coefficients: w }, x) - Number(right))) / all;
      pull += off;
      for (const [i, value] of x.entries()) if (value !== 0) gradient[i] = (gradient[i] ?? 0) + off * value;
    }
    const rate = 0.8 / (1 + step / 1000);
    drift = 0.9 * drift - rate * pull;
    intercept += drift;
    for (const [i, slope] of gradient.entries()) {
      speed[i] = 0.9 * (speed[i] ?? 0) - rate * slope;
      w[i] = (w[i] ?? 0) + (speed[i] ?? 0);
      if ((w[i] ?? 0) * (signs[i] ?? 1) < 0) [w[i], speed[i]] = [0, 0];
    }
  }
  return { intercept, coefficients: w };
}
