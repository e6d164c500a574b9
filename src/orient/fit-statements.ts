import { actsOnAddress } from "./acts-on-address.ts";
import type { ReadFile } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import type { StatementsAlike } from "./statements-alike.ts";
import { WEIGHTS } from "./weights.ts";

/** Where all statements are slower alike, a commit that changes nothing about the way to the database is less likely. */
export function fitStatements(files: readonly ReadFile[], alike: StatementsAlike | null): Finding | null {
  if (!alike || files.some(actsOnAddress)) return null;
  return {
    family: "place",
    weight: WEIGHTS.place.notAboutStatements,
    text: `Every statement takes about ${Math.round(alike.extraMs)} ms longer, whatever it asks for, and it changes nothing about the way to the database.`,
    evidence: alike.evidence,
  };
}
