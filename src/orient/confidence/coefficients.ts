import type { Model } from "./confidence-of.ts";
import type { COMMIT_GROUNDS, NONE_GROUNDS } from "./grounds.ts";

/**
 * How often an answer proved right on such grounds. Fitted by `npx node bench/fit/fit-confidence.ts` to the 1,132 answers in
 * `bench/fit/answers.jsonl`: of engines that had not seen the five sets which they answer, with the weights of now; what they
 * are worth with each set left out in turn is in `docs/diagnosis.md`.
 */
export const SURE_OF_COMMIT: Model<(typeof COMMIT_GROUNDS)[number]> = {
  intercept: -1.22,
  caution: 0,
  coefficients: {
    "ahead of all others": 1.29,
    "ahead without its own closeness in time": 1.13,
    "far ahead without it": 1.48,
    "far ahead where time speaks for nobody": 2.18,
    "a kind of change that is in most commits": -1.07,
  },
};
export const SURE_OF_NONE: Model<(typeof NONE_GROUNDS)[number]> = {
  intercept: -2.23,
  caution: 0,
  coefficients: {
    ahead: 1.76,
    "far ahead": 0.89,
    "a cause speaks": 0.99,
    "a cause speaks clearly": 0.69,
    "one place or one revision elsewhere": 0.67,
    "written down": 2.16,
    "a commit went live as it began": -0.86,
    "such a commit explains the symptom": -0.08,
    "the onset is known": 0.82,
    "every commit is cleared": 0.06,
  },
};
