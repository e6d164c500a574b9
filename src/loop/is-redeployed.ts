import type { Outcome } from "../contracts/outcome.ts";

/** Whether the last healthy revision was sent out again, ahead of the change that keeps the other out. */
export function isRedeployed({ redeploy }: Outcome): boolean {
  return redeploy !== undefined && redeploy.refused === undefined;
}
