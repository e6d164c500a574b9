import type { Bus } from "./contracts/ports/bus.ts";
import type { BusSettings } from "./contracts/settings.ts";
import { wantedBus } from "./wanted-bus.ts";

const MEGABYTE = 1_000_000;
/** Many times what a Collector sends at once; what waits must fit into Redis's memory. */
const MOST_OF_REDIS = 4 * MEGABYTE;
/** A broker takes no message of more than a megabyte, if it is not told to (`message.max.bytes`). */
const MOST_OF_KAFKA = 0.9 * MEGABYTE;

/** By what workers hand telemetry to each other; null where the only bus is in the process. */
export function boxesOn(settings: BusSettings): {
  /** Characters of one message. */
  mostBytes: number;
  open(name: string, mostWaiting: number): Promise<Bus>;
} | null {
  if (settings.home === "local") return null;
  return {
    mostBytes: settings.home === "kafka" ? MOST_OF_KAFKA : MOST_OF_REDIS,
    open(name, mostWaiting) {
      const bus = wantedBus(settings, name, mostWaiting);
      if (bus === null) throw new Error("There is no bus between workers.");
      return bus.open();
    },
  };
}
