import picomatch from "picomatch";
import { failUnlessApproved, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { count } from "../count.ts";
import { nameSome } from "../name-some.ts";

const GLOB = { dot: true, nonegate: true, noextglob: true } as const;

/** How far a change reaches: the more services are built from what it touches, the more it can break. */
export const blastRadius: Rule = {
  name: "blast-radius",
  judge(context) {
    const { plan, policy } = context;
    if (plan.kind === "unplanned") return notApplicable("No change is planned.");
    const allowed = policy.guardrails.max_services;
    const reached = Object.entries(policy.services)
      .filter(([, { paths }]) => {
        const isTheirs = picomatch(paths, GLOB);
        return plan.files.some((file) => isTheirs(file.path));
      })
      .map(([service]) => service);
    const named = reached.length > 0 ? ` (${nameSome(reached)})` : "";
    const figures = `The change touches paths of ${count(reached.length, "service")}${named}; the policy allows ${allowed}.`;
    return reached.length <= allowed ? pass(figures) : failUnlessApproved(context, "propose", figures);
  },
};
