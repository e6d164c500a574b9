import type { Change } from "../unseen/scenario.ts";

const moments = [-9300, -16_200, -6900, -22_500] as const;

/** On a quiet day: what else was deployed went out hours before the onset. */
export const quietly = (changes: readonly Change[]): Change[] =>
  changes.map((change, index) =>
    change.role === "decoy" ? { ...change, at: moments[index % moments.length]! } : change,
  );
