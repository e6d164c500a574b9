import { fail, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { nameSome } from "../name-some.ts";
import { withoutAftermath } from "../without-aftermath.ts";

/** Somebody is deploying a change of the same files, which may be the mend: what comes of it is seen first. */
export const deploymentUnderWay: Rule = {
  name: "deployment-under-way",
  judge(context) {
    const { aftermath } = context;
    if (!aftermath) return withoutAftermath(context);
    const touching = aftermath.underWay.filter(({ paths }) => paths.length > 0);
    return touching.length === 0
      ? pass("No deployment under way changes these files.")
      : fail(
          "hold",
          `A deployment that changes the same files is under way: ${nameSome(touching.map(({ sha, paths }) => `${sha.slice(0, 7)} with ${paths[0]}`))}.`,
        );
  },
};
