import type { Incident } from "../contracts/incident.ts";
import { mayBeItsOwn } from "./may-be-its-own.ts";

/** A start may be slow, and what waits for a service recovers after it: so long what joined is given, in milliseconds. */
const PATIENCE_MS = 30_000;

/**
 * What joined the incident and is as bad as ever where the change has healed what it was made for: it has another cause.
 *
 * @param now epoch milliseconds
 */
export function unhealedOthers({ anomaly, related, recovery, outcome }: Incident, now: number): string[] {
  const out = outcome.deployment;
  if (recovery?.state !== "not-healed" || !recovery.others || !out) return [];
  if (now - Date.parse(out.at) < PATIENCE_MS) return [];
  const { others } = recovery;
  return related
    .filter((other) => others.includes(other.fingerprint) && mayBeItsOwn(anomaly, other))
    .map(({ fingerprint }) => fingerprint);
}
