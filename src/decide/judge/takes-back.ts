import type { JudgedPlan } from "../../contracts/judgement.ts";

/** Whether a remedy takes a commit out of what runs, in whole. */
export function takesBack({ remedy }: JudgedPlan): boolean {
  return remedy === "revert" || remedy === "redeploy";
}
