import type { Mechanism } from "./mechanism.ts";

/** Whether it may hurt long after it went live, so that an hour of health after it proves little. */
export function bitesLate({ bites }: Mechanism): boolean {
  return bites === "under load" || bites === "over time" || bites === "at the next start";
}
