import type { World } from "../unseen/scenario.ts";

/** One service for each folder of the repository that services are built from. */
export function rootsOf(world: World) {
  const own = world.services.filter(({ paths }) => paths.length > 0);
  return own.filter((one, i) => own.findIndex(({ paths }) => paths[0] === one.paths[0]) === i);
}
