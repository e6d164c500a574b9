import type { Family } from "./finding.ts";

/**
 * How much of each family's word is believed, for and against apart; 1 is as it stands in `weights.ts`. Fitted, as are the
 * weights of the single kinds of findings there, by `npx node bench/fit/fit.ts` to what was found at first sight in six sets
 * (`bench/fit/at-first-sight.jsonl`), each left out in turn.
 */
export const FITTED: Readonly<Partial<Record<Family, { for: number; against: number }>>> = {
  place: { for: 1, against: 0.8 },
  mechanism: { for: 1.3, against: 0.5 },
  told: { for: 1.2, against: 1 },
};
