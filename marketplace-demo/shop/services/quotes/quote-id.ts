import { randomInt } from "node:crypto";

// Without letters and digits that people mix up on the phone.
const alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A quote's reference, e.g. `Q-7KD2M9XA`; short enough to read out, long enough not to be guessed. */
export function quoteId(): string {
  return `Q-${Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join("")}`;
}
