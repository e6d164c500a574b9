import { sanitise } from "../../../safety/sanitise.ts";
import { fail, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** `/sre hold`: a person wants to look first. `/sre approve` lets it go on. */
export const held: Rule = {
  name: "held",
  judge: ({ held }) =>
    held
      ? fail("hold", `${sanitise(held.by, 60)} put this incident on hold; /sre approve lets it go on.`)
      : pass("Nobody has put this incident on hold."),
};
