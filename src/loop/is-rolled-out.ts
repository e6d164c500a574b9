import type { Outcome } from "../contracts/outcome.ts";

/** From this share of the traffic on, what is left of the old revision is a remainder. */
const ROLLED_OUT = 0.95;

/** Whether a change serves nearly all of the traffic. Where telemetry names no revisions, the deployment's word counts. */
export function isRolledOut({ deployment }: Outcome): boolean {
  return deployment !== undefined && (deployment.share === undefined || deployment.share >= ROLLED_OUT);
}
