import type { ChangeClass } from "./change-class.ts";
import type { Mechanism } from "./mechanism.ts";
import { WHAT_BITES_LATER } from "./what-bites-later.ts";
import { WHAT_IS_KEPT } from "./what-is-kept.ts";
import { WHAT_IT_RUNS_WITH } from "./what-it-runs-with.ts";
import { WHAT_REQUESTS_MEET } from "./what-requests-meet.ts";
import { WHAT_SELDOM_MATTERS } from "./what-seldom-matters.ts";
import { WHAT_THEY_ASK } from "./what-they-ask.ts";
import { WHAT_THEY_COST } from "./what-they-cost.ts";

/**
 * Which change can produce which symptom: one row a class. To teach Brain a mechanism, name its class in
 * change-class.ts, add a row here, and a reader to changes/signs/ that recognises it.
 */
export const MECHANISMS: ReadonlyMap<ChangeClass, Mechanism> = new Map(
  [
    ...WHAT_REQUESTS_MEET,
    ...WHAT_THEY_ASK,
    ...WHAT_THEY_COST,
    ...WHAT_IS_KEPT,
    ...WHAT_BITES_LATER,
    ...WHAT_IT_RUNS_WITH,
    ...WHAT_SELDOM_MATTERS,
  ].map((row) => [row.change, row]),
);
