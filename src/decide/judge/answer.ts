import type { Decision } from "../../contracts/verdict.ts";
import { approvalInForce } from "./approval-in-force.ts";
import type { Answer, JudgeContext } from "./context.ts";

export const pass = (reason: string): Answer => ({ answer: "pass", reason });

/** Nothing that the rule could compare is there. */
export const notApplicable = (reason: string): Answer => ({ answer: "not applicable", reason });

/** No person lifts this. `ceiling` is the most that the verdict may now be. */
export const fail = (ceiling: Decision, reason: string): Answer => ({ answer: "fail", ceiling, reason });

/** What a person may answer for: fails until somebody permitted has approved exactly what would be merged. */
export function failUnlessApproved(context: JudgeContext, ceiling: Decision, reason: string): Answer {
  const approver = approvalInForce(context);
  return approver === null ? fail(ceiling, reason) : pass(`${reason} ${approver} approved it all the same.`);
}
