import type { Outcome } from "../contracts/outcome.ts";
import { percent } from "./percent.ts";

/** At which share of the traffic a rollout counts as done, as in the loop. */
const WHOLE = 0.95;

/** How far a rollout of ours has come; null where it is out, or where telemetry does not say. */
export function shareWords({ deployment, merge }: Outcome): string | null {
  if (!merge) return null;
  if (!deployment) return "it is not deployed yet";
  const { share, state } = deployment;
  if (state === "failure") return "its deployment failed";
  return share === undefined || share >= WHOLE
    ? null
    : `it is still being rolled out: ${share === 0 ? "none" : percent(share)} of the traffic reaches it so far`;
}
