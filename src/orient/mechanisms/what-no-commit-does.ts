import type { GuiltlessName } from "../guiltless.ts";
import type { SymptomClass } from "./symptom-class.ts";
import type { SymptomMix } from "./symptom-mix.ts";

/** What a cause without a commit shows itself as. */
interface Shown {
  /** Logarithm of the likelihood ratio: how much oftener it stands behind such a symptom than behind one picked at random. */
  weight: Readonly<Partial<Record<SymptomClass, number>>>;
  /** The same for the classes that are not named. */
  otherwise: number;
}

/**
 * How causes without a commit show themselves: a provider that is away lets calls time out, and no program divide by zero for
 * it. Set by judgement, as the table of changes is; that each is said of the symptom alone, signs of its own kind apart, keeps
 * the numbers small. What may look like anything has no row.
 */
const TABLE: Readonly<Partial<Record<GuiltlessName, Shown>>> = {
  "outside provider": {
    weight: {
      "slow downstream": 1.2,
      "times out": 0.8,
      "cannot connect": 0.6,
      rejects: 0.5,
      "throws its own error": 0.3,
      "runs out": 0.2,
      "goes silent": 0,
      "answers wrongly": -0.3,
      expires: -0.3,
      "throws by mistake": -0.6,
    },
    otherwise: -1.4,
  },
  network: {
    weight: {
      "cannot connect": 1.2,
      "times out": 1,
      "slow downstream": 0.6,
      "goes silent": 0.3,
      "slow in the database": -0.3,
      "throws its own error": -1,
    },
    otherwise: -1.5,
  },
  "name resolution": {
    weight: { "cannot connect": 1.6, "times out": 0.3, "slow downstream": 0, "goes silent": 0 },
    otherwise: -1.6,
  },
  certificate: { weight: { "cannot connect": 1.6, expires: 0.8, rejects: -0.3 }, otherwise: -1.6 },
  node: {
    weight: {
      "times out": 0.5,
      "slow by itself": 0.5,
      "cannot connect": 0.5,
      "runs out": 0.4,
      "crashes at start": 0.3,
      "slow in the database": 0,
      "slow downstream": 0,
    },
    otherwise: -0.8,
  },
  traffic: {
    weight: {
      "runs out": 0.9,
      "slow by itself": 0.6,
      "times out": 0.6,
      "slow in the database": 0.5,
      leaks: 0,
      "slow downstream": 0,
      "asks more often": -0.5,
    },
    otherwise: -1,
  },
  data: {
    weight: {
      "throws by mistake": 0.6,
      "the database refuses": 0.5,
      "slow in the database": 0.5,
      "slow by itself": 0.4,
      "throws its own error": 0.3,
      "asks more often": 0.3,
      rejects: 0.2,
      "answers wrongly": 0.2,
      leaks: 0,
      "runs out": -0.3,
      "times out": -0.5,
    },
    otherwise: -1,
  },
  database: {
    weight: {
      "slow in the database": 1,
      "the database refuses": 0.8,
      "times out": 0.5,
      "cannot connect": 0.5,
      "runs out": 0.3,
      "slow downstream": -0.3,
    },
    otherwise: -1.5,
  },
  operator: {
    weight: {
      rejects: 0.4,
      "cannot connect": 0.3,
      "the database refuses": 0.2,
      "runs out": 0.2,
      "throws by mistake": -0.5,
    },
    otherwise: -0.2,
  },
  "feature flag": {
    weight: {
      "throws by mistake": 0.3,
      "asks more often": 0.3,
      "throws its own error": 0.2,
      "slow by itself": 0.2,
      "times out": -0.2,
      "cannot connect": -0.6,
    },
    otherwise: -0.1,
  },
  platform: {
    weight: {
      "runs out": 0.8,
      "crashes at start": 0.6,
      "cannot connect": 0.3,
      "slow by itself": 0.3,
      "times out": 0.2,
      "the database refuses": -1,
      "throws by mistake": -1.3,
      rejects: -1.3,
    },
    otherwise: -0.6,
  },
  "deployment from elsewhere": {
    weight: {
      rejects: 0.5,
      "slow downstream": 0.3,
      "throws by mistake": 0.2,
      "throws its own error": 0.2,
      "times out": 0.2,
      "runs out": -0.5,
      "the database refuses": -0.8,
      "slow by itself": -1,
      "slow in the database": -1,
      leaks: -1,
    },
    otherwise: -0.3,
  },
};

/**
 * How well a cause without a commit fits the way in which the incident shows itself: the logarithm of the mean of the
 * likelihood ratios, each class by its share.
 */
export function whatNoCommitDoes(mechanism: GuiltlessName, { shares }: SymptomMix): number {
  const shown = TABLE[mechanism];
  if (!shown) return 0;
  let ratio = 0;
  for (const [symptom, share] of shares) ratio += share * Math.exp(shown.weight[symptom] ?? shown.otherwise);
  return Math.log(ratio);
}
