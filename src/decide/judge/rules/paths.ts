import picomatch from "picomatch";
import { fail, notApplicable, pass } from "../answer.ts";
import { builtInDenial } from "../built-in-denial.ts";
import type { Rule } from "../context.ts";
import { count } from "../count.ts";
import { folded } from "../folded.ts";
import { nameSome } from "../name-some.ts";

/** A `!` is no negation here: a pattern adds, and what it denies another cannot allow again. */
const GLOB = { dot: true, nonegate: true, noextglob: true } as const;

/** Where it may write: never where the built-in denials stand, nor where the policy denies or does not allow. */
export const paths: Rule = {
  name: "paths",
  judge({ plan, policy }) {
    if (plan.kind === "unplanned") return notApplicable("No change is planned.");
    const touched = plan.files.map((file) => file.path);
    const refusals = plan.files.flatMap((file) => {
      const why = builtInDenial(file, touched);
      return why === null ? [] : [`${why} (${file.path})`];
    });
    if (refusals.length > 0) return fail("report", `Never changed by SRE-Space: ${nameSome(refusals)}.`);

    const { allow_paths, deny_paths } = policy.guardrails;
    // Denied in any spelling; allowed in exactly the one that was written.
    const isDenied = picomatch(deny_paths, { ...GLOB, nocase: true });
    const isAllowed = picomatch(allow_paths, GLOB);
    const denied = touched.filter((path) => isDenied(path) || isDenied(folded(path)));
    if (denied.length > 0) return fail("report", `The policy's deny_paths cover ${nameSome(denied)}.`);
    const outside = touched.filter((path) => !isAllowed(path));
    if (outside.length > 0)
      return fail("report", `The policy's allow_paths do not cover ${nameSome(outside)}.`);
    return pass(`${count(touched.length, "path")}, all of them allowed and none denied.`);
  },
};
