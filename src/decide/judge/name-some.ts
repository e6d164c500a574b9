import { sanitise } from "../../safety/sanitise.ts";

const SHOWN = 3;

/** `a, b, c and 4 more`: names from outside, made inert and few enough for a sentence. */
export function nameSome(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => sanitise(name, 120));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
