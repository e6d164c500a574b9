import { fail, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** Right or silent: nothing is done about a commit that is merely likely. */
export const confidence: Rule = {
  name: "confidence",
  judge({ diagnosis, policy }) {
    const asked = policy.guardrails.min_confidence;
    if (diagnosis.decision !== "commit" || diagnosis.suspect === null)
      return fail(
        "report",
        diagnosis.decision === "none"
          ? "The diagnosis is that no commit did this, so there is none to undo."
          : `The diagnosis names no commit for certain: the likeliest answer has a confidence of ${diagnosis.confidence.toFixed(2)}; the policy asks for ${asked}.`,
      );
    const figures = `The diagnosis has a confidence of ${diagnosis.confidence.toFixed(3)}; the policy asks for ${asked}.`;
    // Not `<`: a confidence that is no number is none.
    return diagnosis.confidence >= asked ? pass(figures) : fail("report", figures);
  },
};
