import type { World } from "../unseen/scenario.ts";
import type { Scenario } from "./scenario.ts";

/** A world in which nobody deploys a service again for another reason. */
export type CalmWorld = World & { calm?: string };

/**
 * Where something builds up since the culprit's deployment, no other commit starts its service anew: neither a chore
 * (a set's `everyday.ts` leaves out the service named `calm`) nor one of the world's extras.
 */
export function calm(scenario: Scenario): Scenario {
  const { world, lag, changes } = scenario;
  const cause = changes.find(({ role }) => role === "culprit");
  if (lag === undefined || !cause) return scenario;
  const service = world.services.find(({ paths }) =>
    paths.some((path) => cause.edits.some(({ file }) => file.startsWith(path))),
  );
  if (!service) return scenario;
  const touches = ({ edits }: World["extras"][number]) =>
    edits.some(({ file }) => service.paths.some((path) => file.startsWith(path)));
  const still: CalmWorld = {
    ...world,
    calm: service.name,
    extras: world.extras.filter((extra) => !touches(extra)),
  };
  return { ...scenario, world: still };
}
