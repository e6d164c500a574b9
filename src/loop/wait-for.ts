import type { Incident, Waiting } from "../contracts/incident.ts";

/**
 * A wait of the incident. The same wait goes on with its own beginning and deadline; only the next look moves.
 *
 * @param now, poll and total in milliseconds
 */
export function waitFor(
  incident: Incident,
  what: Waiting["for"],
  now: number,
  poll: number,
  total: number,
): Waiting {
  const same = incident.waiting?.for === what ? incident.waiting : null;
  return {
    for: what,
    since: same?.since ?? new Date(now).toISOString(),
    until: new Date(now + poll).toISOString(),
    deadline: same?.deadline ?? new Date(now + total).toISOString(),
  };
}
