import { z } from "zod";

/** How it came out for what was held guilty. */
export const Ending = z.enum([
  /** Our change was merged, and it got well in the traffic after it. */
  "healed",
  /** Our change was merged and deployed, and did not help. */
  "not-healed",
  /** It ended, and nothing shows why. */
  "unexplained",
]);
export type Ending = z.infer<typeof Ending>;

/** What a person made of it. */
export const PersonsWord = z.enum([
  /** They took the suspect out themselves. */
  "reverted-it-too",
  /** They closed the issue, and left the suspect in place. */
  "resolved-otherwise",
  /** They closed the pull request without merging it. */
  "refused-the-change",
  /** They landed the suspect again, unchanged. */
  "landed-it-again",
]);
export type PersonsWord = z.infer<typeof PersonsWord>;
