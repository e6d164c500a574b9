import { failUnlessApproved, notApplicable } from "./answer.ts";
import type { Answer, JudgeContext } from "./context.ts";

/** What a rule says that needs to know what came after the suspect, and does not: a person decides. */
export function withoutAftermath(context: JudgeContext): Answer {
  return context.diagnosis.suspect === null
    ? notApplicable("No commit is suspected.")
    : failUnlessApproved(context, "propose", "What came after the suspect could not be read.");
}
