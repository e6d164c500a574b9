/** A logistic model of whether an answer is right: each ground is a share from 0 to 1, and adds to the logarithm of the odds. */
export interface Model<Name extends string> {
  intercept: number;
  /** Taken off, so that nothing wrong on a system that was left out of the fit reached the bar. */
  caution: number;
  coefficients: Readonly<Record<Name, number>>;
}

/** One ground of an answer: how far it holds, and what it adds to the logarithm of the odds that the answer is right. */
export interface Ground {
  name: string;
  share: number;
  adds: number;
}

/** Probability that the answer is right, and the grounds of it, the weightiest first. */
export function confidenceOf<Name extends string>(
  { intercept, caution, coefficients }: Model<Name>,
  shares: Readonly<Record<Name, number>>,
): { probability: number; grounds: Ground[] } {
  const grounds = (Object.keys(coefficients) as Name[]).map((name) => ({
    name,
    share: shares[name],
    adds: coefficients[name] * shares[name],
  }));
  const logit = grounds.reduce((sum, { adds }) => sum + adds, intercept - caution);
  return {
    probability: 1 / (1 + Math.exp(-logit)),
    grounds: grounds.toSorted((a, b) => Math.abs(b.adds) - Math.abs(a.adds)),
  };
}
