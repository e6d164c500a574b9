import { fail, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { spanOfTime } from "../span-of-time.ts";

const OLDEST = 600;

/** Without the repository's own rules and state, read just now, nothing is written. */
export const factsKnown: Rule = {
  name: "facts-known",
  judge({ facts, now }) {
    if (!facts) return fail("report", "The repository's rules and state could not be read.");
    const seconds = (Date.parse(now) - Date.parse(facts.at)) / 1000;
    const figures = `The repository was read ${spanOfTime(seconds)} ago; ${spanOfTime(OLDEST)} is the most.`;
    return seconds <= OLDEST ? pass(figures) : fail("hold", figures);
  },
};
