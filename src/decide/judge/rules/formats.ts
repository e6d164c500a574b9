import picomatch from "picomatch";
import { failUnlessApproved, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { count } from "../count.ts";
import { FORMAT_PATHS } from "../format-paths.ts";
import { nameSome } from "../name-some.ts";
import { takesBack } from "../takes-back.ts";
import { withoutAftermath } from "../without-aftermath.ts";

const GLOB = { dot: true, nonegate: true, noextglob: true, nocase: true } as const;

/**
 * A revert does not invert a deployment: tables that were migrated, messages in a queue and what the public was
 * promised stay as they are, and old code may not read them.
 */
export const formats: Rule = {
  name: "formats",
  judge(context) {
    const { aftermath, plan, policy } = context;
    if (!takesBack(plan)) return notApplicable("Nothing is reverted.");
    if (!aftermath) return withoutAftermath(context);
    const isFormat = picomatch([...FORMAT_PATHS, ...policy.guardrails.formats], GLOB);
    const found = aftermath.changes.flatMap(({ sha, paths, definition }) => {
      const path = paths.find((path) => isFormat(path));
      const what = path ?? (definition === null ? undefined : `"${definition}"`);
      return what === undefined ? [] : [`${what} in ${sha.slice(0, 7)}`];
    });
    if (found.length > 0)
      return failUnlessApproved(
        context,
        "propose",
        `What is stored, queued or public has changed with the suspect or since, and a revert does not change it back: ${nameSome(found)}.`,
      );
    if (!aftermath.complete)
      return failUnlessApproved(
        context,
        "propose",
        "Not every commit since the suspect could be looked at, so a migration may be among them.",
      );
    return pass(
      `No migration, and no change of what is stored, queued or public, in ${count(aftermath.changes.length, "commit")} from the suspect on.`,
    );
  },
};
