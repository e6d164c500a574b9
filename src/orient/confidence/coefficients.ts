import type { Model } from "./confidence-of.ts";
import type { COMMIT_GROUNDS, NONE_GROUNDS } from "./grounds.ts";

/**
 * How often an answer proved right on such grounds. Fitted by `npx node bench/fit/fit-confidence.ts` to the 816 answers in
 * `bench/fit/answers.jsonl`: of engines that had not seen the four sets which they answer, with the weights of now. With each
 * set left out in turn, none of 87 commits named at or above 0.95 is wrong (at most 3.4%), nor any of 86 "no commit did it" (at
 * most 3.4%); of the guilty cases 18% are above the bar.
 */
export const SURE_OF_COMMIT: Model<(typeof COMMIT_GROUNDS)[number]> = {
  intercept: -1.84,
  caution: 0,
  coefficients: {
    "ahead of all others": 2.26,
    "far ahead of them": 1.68,
    "its kind explains the symptom": 0.71,
    "at the place": 0,
    "the revision without it is well beside it": 0.7,
    "traces were compared": 0.14,
    "no weak link": 0.72,
    "another cause speaks": -0.48,
  },
};
export const SURE_OF_NONE: Model<(typeof NONE_GROUNDS)[number]> = {
  intercept: -2.46,
  caution: 0,
  coefficients: {
    ahead: 1.99,
    "far ahead": 0.84,
    "a cause speaks": 1.11,
    "a cause speaks clearly": 0.92,
    "one place or one revision elsewhere": 0.43,
    "written down": 1.86,
    "a commit went live as it began": -0.81,
    "such a commit explains the symptom": -0.32,
    "the onset is known": 0.73,
    "every commit is cleared": 0.5,
  },
};
