import type { Incident } from "../../contracts/incident.ts";
import type { LoopPorts } from "../ports.ts";

/** Longer than any step takes; after a crash another worker waits this long. */
const LEASE_SECONDS = 30;

/**
 * One worker at a time acts on a repository. The lease alone does not make a write safe: each is a
 * compare-and-swap on what was judged as well.
 *
 * @throws Error where another worker holds it; the step is tried again
 */
export async function holdLease(incident: Incident, ports: LoopPorts): Promise<void> {
  const token = await ports.lease.acquire(incident.repository, ports.worker, LEASE_SECONDS);
  if (token === null)
    throw new Error(`Another worker acts on ${incident.repository}; waiting for its lease to end.`);
}
