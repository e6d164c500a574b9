import { fail, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { nameSome } from "../name-some.ts";

/** The files have changed since the change to them was planned: plan again, on what is there now. */
export const moved: Rule = {
  name: "moved",
  judge({ facts, plan }) {
    if (!facts || plan.kind === "unplanned") return notApplicable("There is no plan to compare.");
    const base = plan.base.slice(0, 7);
    return facts.movedPaths.length === 0
      ? pass(`The files are as they were at ${base}, on which the change was planned.`)
      : fail(
          "hold",
          `Changed on ${facts.defaultBranch} since ${base}, so it must be planned again: ${nameSome(facts.movedPaths)}.`,
        );
  },
};
