import type { Claim } from "../clients/claims.ts";

/** How people call what happened. */
export const kindWords: Record<string, string> = {
  collision: "An accident with the car",
  windscreen: "A broken windscreen",
  vandalism: "Damage by somebody else",
  theft: "Something was stolen",
  water: "A leak or burst pipe",
  storm: "Storm damage",
  fire: "A fire",
};

export const statusWords: Record<Claim["status"], string> = {
  open: "Being decided",
  settled: "Settled",
  declined: "Declined",
  referred: "With an adviser",
};
