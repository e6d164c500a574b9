import type { Model } from "./confidence-of.ts";
import type { COMMIT_GROUNDS, NONE_GROUNDS } from "./grounds.ts";

/**
 * How often an answer proved right on such grounds. Fitted by `npx node bench/fit/fit-confidence.ts` to the 1,220 answers in
 * `bench/fit/answers.jsonl`, of the engine at cf1699c: 356 on two sets that it had not been tuned by, 864 on sets that it had.
 * With each system left out in turn, none of 330 commits named at or above 0.95 is wrong (at most 0.9%), nor any of 164 "no
 * commit did it" (at most 1.8%); of the guilty cases 46% are above the bar, and on the two sets alone 24%.
 */
export const SURE_OF_COMMIT: Model<(typeof COMMIT_GROUNDS)[number]> = {
  intercept: -1.43,
  caution: 0.04,
  coefficients: {
    "ahead of all others": 1.05,
    "far ahead of them": 1.03,
    "its kind explains the symptom": 1.13,
    "at the place": 0.91,
    "the revision without it is well beside it": 0.35,
    "traces were compared": 0.37,
    "no weak link": 1.98,
    "another cause speaks": -0.82,
  },
};
export const SURE_OF_NONE: Model<(typeof NONE_GROUNDS)[number]> = {
  intercept: -2.29,
  caution: 0.12,
  coefficients: {
    ahead: 1.42,
    "far ahead": 0,
    "a cause speaks": 2.11,
    "a cause speaks clearly": 0.83,
    "one place or one revision elsewhere": 0.72,
    "written down": 1.25,
    "a commit went live as it began": -0.43,
    "such a commit explains the symptom": -0.97,
    "the onset is known": 0.85,
    "every commit is cleared": 0.85,
  },
};
