import type { Anomaly } from "../contracts/anomaly.ts";

/**
 * Whether what joined an incident may have a cause of its own: requests of another service go bad, and no trace shows that
 * they suffer with what the incident is about. Scout has looked whose fault they are before it told of them; that one
 * service is declared to call another ties the two for a reader, and proves nothing.
 */
export function mayBeItsOwn(primary: Anomaly, other: Anomaly): boolean {
  // Of alerts nobody has traces, and what fills up is felt by nobody yet.
  if (other.source === "alert" || other.symptom === "memory" || other.symptom === "saturation") return false;
  return other.service !== primary.service && !primary.blastRadius.includes(other.service);
}
