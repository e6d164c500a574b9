import type { Random } from "../../telemetry/random.ts";
import type { System } from "../definition.ts";
import type { Commit } from "./history.ts";

/** `deployments.json`: one entry for everything, or for each service that it replaced. */
export function deploymentsJson(
  commits: readonly Commit[],
  system: System,
  iso: (ms: number) => string,
  permuted: boolean,
  random: Random,
): unknown[] {
  const times = commits.map(({ deployedMs }) => deployedMs);
  if (permuted)
    for (let i = times.length - 1; i > 0; i--) {
      const j = Math.floor(random.uniform() * (i + 1));
      [times[i], times[j]] = [times[j] as number, times[i] as number];
    }
  return commits.flatMap(({ sha, deploys }, i) => {
    const created_at = iso(times[i] as number);
    const environment = "production";
    if (deploys.length === 0) return [];
    if (system.deploys === "all" || deploys.length === Object.keys(system.services).length)
      return [{ created_at, environment, sha }];
    return deploys.map((service) => ({ created_at, environment, sha, service }));
  });
}
