import type { RemedyKind } from "../../../contracts/diagnosis.ts";
import { fail, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** What needs no guilty commit: it undoes none. */
const WITHOUT_SUSPECT: readonly RemedyKind[] = ["runbook", "replay", "patch"];

/** Right or silent: nothing is done about a cause that is merely likely, be it a commit or none. */
export const confidence: Rule = {
  name: "confidence",
  judge({ diagnosis, plan, policy }) {
    const asked = policy.guardrails.min_confidence;
    const undoesNone = plan.kind === "planned" && plan.reverts.length === 0;
    if (diagnosis.decision === "none" && undoesNone && WITHOUT_SUSPECT.includes(plan.remedy)) {
      const figures = `That no commit did this has a confidence of ${diagnosis.confidence.toFixed(3)}; the policy asks for ${asked}.`;
      return diagnosis.confidence >= asked ? pass(figures) : fail("report", figures);
    }
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
