import type { Incident } from "../../contracts/incident.ts";
import { type Peers, part } from "../part.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/** What the change has not healed, although it healed what it was made for, goes on as an incident of its own. */
export async function partStep(
  incident: Incident,
  fingerprints: readonly string[],
  ports: LoopPorts,
  peers: Peers,
): Promise<StepResult> {
  const apart = incident.related.filter(({ fingerprint }) => fingerprints.includes(fingerprint));
  return {
    // Measured without them before anything more is concluded.
    change: { ...(await part(incident, apart, ports, peers)), recovery: null },
    thoughts: apart.map(({ summary }) =>
      thought("scout", `The change did not heal this, and it goes its own way: ${summary}`),
    ),
  };
}
