import type { Model } from "./confidence-of.ts";
import type { COMMIT_GROUNDS, NONE_GROUNDS } from "./grounds.ts";

/**
 * How often an answer proved right on such grounds. Fitted by `npx node bench/fit/fit-confidence.ts` to the 1,924 answers in
 * `bench/fit/answers.jsonl`: of engines that had not seen the eight sets which they answer, with the weights of now; what they
 * are worth with each set left out in turn is in `docs/diagnosis.md`.
 */
export const SURE_OF_COMMIT: Model<(typeof COMMIT_GROUNDS)[number]> = {
  intercept: -1.44,
  caution: -0.34,
  coefficients: {
    "ahead of all others": 1.1,
    "ahead without its own closeness in time": 0.39,
    "far ahead without it": 2.1,
    "far ahead where time speaks for nobody": 0.65,
    "ahead of every other commit": 1.2,
    "old and new side by side": 1.06,
    "a kind of change that is in most commits": -0.97,
    "others went live with it": -1.07,
    "one of them of a kind that says nothing": -0.17,
  },
};
export const SURE_OF_NONE: Model<(typeof NONE_GROUNDS)[number]> = {
  intercept: -2.42,
  caution: 0,
  coefficients: {
    "ahead without what was written down": 1.91,
    "far ahead without it": 1.08,
    "the cause is seen": 0.77,
    "the cause is seen clearly": 0.1,
    "one place or one revision elsewhere": 1.31,
    "written down": 2.34,
    "a commit went live as it began": -0.96,
    "such a commit explains the symptom": 0,
    "the onset is known": 0.66,
    "every commit is cleared": 0.08,
  },
};
