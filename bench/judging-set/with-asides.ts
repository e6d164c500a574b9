import type { BundleEvent } from "../unseen/scenario.ts";
import type { Scenario } from "./scenario.ts";

export type Aside = Omit<BundleEvent, "at">;

const moments = [-25, 75, -160, -8, -480, 20, -1500] as const;

/** Gives most scenarios of a set an event or two of their world (`asides`, by its id) that did nothing. */
export function withAsides(asides: Record<string, readonly Aside[]>) {
  return (scenario: Scenario, index: number): Scenario => {
    const known = asides[scenario.world.id]!;
    const count = [1, 0, 2, 1, 1][index % 5]!;
    const chosen = Array.from({ length: count }, (_, i) => ({
      ...known[(index + i) % known.length]!,
      at: moments[(index * 3 + i) % moments.length]!,
    }));
    return chosen.length ? { ...scenario, events: [...(scenario.events ?? []), ...chosen] } : scenario;
  };
}
