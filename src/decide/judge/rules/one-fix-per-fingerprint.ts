import { fail, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { nameSome } from "../name-some.ts";

/** While one fix of a symptom is still open, another of the same symptom would only be in its way. */
export const oneFixPerFingerprint: Rule = {
  name: "one-fix-per-fingerprint",
  judge({ history, anomaly }) {
    const open = history.openFixes.filter((fix) => fix.fingerprint === anomaly.fingerprint);
    if (open.length === 0) return pass("No other fix of ours for the same symptom is open.");
    const named = open.map((fix) =>
      fix.pullRequest === null ? `of incident ${fix.id}` : `#${fix.pullRequest}`,
    );
    return fail(
      "hold",
      `A fix of ours for the same symptom is still open: ${nameSome(named)}. Merge or close it.`,
    );
  },
};
