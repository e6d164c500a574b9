import type { Model } from "./confidence-of.ts";
import type { COMMIT_GROUNDS, NONE_GROUNDS } from "./grounds.ts";

/**
 * How often an answer proved right on such grounds. Fitted by `npx node bench/fit/fit-confidence.ts` to the 1,460 answers in
 * `bench/fit/answers.jsonl`: of engines that had not seen the six sets which they answer, with the weights of now; what they
 * are worth with each set left out in turn is in `docs/diagnosis.md`.
 */
export const SURE_OF_COMMIT: Model<(typeof COMMIT_GROUNDS)[number]> = {
  intercept: -1.88,
  caution: 0,
  coefficients: {
    "ahead of all others": 0.82,
    "ahead without its own closeness in time": 0.58,
    "far ahead without it": 2.25,
    "far ahead where time speaks for nobody": 0.96,
    "ahead of every other commit": 2.09,
    "old and new side by side": 1.36,
    "a kind of change that is in most commits": -1.19,
    "others went live with it": -0.56,
    "one of them of a kind that says nothing": -0.58,
  },
};
export const SURE_OF_NONE: Model<(typeof NONE_GROUNDS)[number]> = {
  intercept: -2.01,
  caution: 0,
  coefficients: {
    "ahead without what was written down": 1.28,
    "far ahead without it": 1.37,
    "the cause is seen": 0.76,
    "the cause is seen clearly": 0.17,
    "one place or one revision elsewhere": 1.04,
    "written down": 2.53,
    "a commit went live as it began": -0.93,
    "such a commit explains the symptom": 0,
    "the onset is known": 0.63,
    "every commit is cleared": 0.08,
  },
};
