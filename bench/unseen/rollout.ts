import type { Random } from "./random.ts";
import type { Service } from "./scenario.ts";

export interface Deployment {
  /** Milliseconds since the epoch. */
  at: number;
  services: string[];
  /** Index of the deployed commit. */
  index: number;
  /** It goes to so many instances of each service alone: a canary. All where absent. */
  slots?: number;
}

export interface Instance {
  service: string;
  slot: number;
  id: string;
  host: string;
  zone: string;
  /** Index of the commit it runs, -1 for the one before all in play. */
  index: number;
  /** When it came up, milliseconds since the epoch, 0 for long ago. */
  since: number;
}

export interface Rollout {
  at(service: string, slot: number, time: number): Instance;
}

/** Which instance of which revision stands in a slot at a time: instances are replaced one after another. */
export function rollout(
  services: Service[],
  deployments: Deployment[],
  random: Random,
  lag: number,
  stagger: number,
): Rollout {
  const hosts = ["node-1", "node-2", "node-3", "node-4"];
  const table = new Map<string, Instance[][]>();
  for (const service of services) {
    const mine = deployments.filter((d) => d.services.includes(service.name)).sort((a, b) => a.at - b.at);
    const slots = Array.from({ length: service.replicas }, (_, slot) => {
      // Its place in the cluster outlives a deployment, so that a bad node stays bad.
      const host = hosts[slot % hosts.length]!;
      const make = (index: number, since: number): Instance => ({
        service: service.name,
        slot,
        id: `${service.name}-${random.hex(9)}-${random.hex(5)}`,
        host,
        zone: `zone-${(slot % 3) + 1}`,
        index,
        since,
      });
      return [
        make(-1, 0),
        ...mine
          .filter((d) => d.slots === undefined || slot < d.slots)
          .map((d) => make(d.index, d.at + lag + slot * stagger)),
      ];
    });
    table.set(service.name, slots);
  }
  return {
    at(service, slot, time) {
      const line = table.get(service)?.[slot];
      if (!line) throw new Error(`no instance ${slot} of ${service}`);
      let current = line[0]!;
      for (const instance of line)
        if (instance.since <= time && instance.index >= current.index) current = instance;
      return current;
    },
  };
}
