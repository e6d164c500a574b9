import type { Incident } from "../contracts/incident.ts";
import type { LoopPorts } from "./ports.ts";
import { sameCause } from "./same-cause.ts";

/** The newest of a repository, among which what is open is. */
const RECENT = 50;

/** The other incident that this one is to be handed over to, as the incident notes it; null where there is none. */
export async function findSameCause(incident: Incident, ports: LoopPorts): Promise<Incident["sameAs"]> {
  const other = sameCause(incident, await ports.store.ofRepository(incident.repository, RECENT));
  return (
    other && {
      incident: other.id,
      issue: other.issue?.number ?? null,
      pullRequest: other.outcome.pullRequest?.number ?? null,
      asked: null,
    }
  );
}
