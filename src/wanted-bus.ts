import type { Bus, BusHome } from "./contracts/ports/bus.ts";
import type { BusSettings } from "./contracts/settings.ts";

/** The other bus than the local one, where one is configured; its client is loaded when it is opened. */
export function wantedBus(
  settings: BusSettings,
  /** Of the state that it carries names of: workers with another state must not hear them. */
  stateId: string,
  /** Messages that may wait in one topic. */
  mostWaiting?: number,
): { home: BusHome; open(): Promise<Bus> } | null {
  const prefix = `sre-space.${stateId}`;
  switch (settings.home) {
    case "local":
      return null;
    case "redis":
      return {
        home: "redis",
        open: async () => (await import("./bus/redis-bus.ts")).redisBus(settings.url, prefix, mostWaiting),
      };
    case "kafka":
      return {
        home: "kafka",
        open: async () =>
          (await import("./bus/kafka-bus.ts")).kafkaBus(settings.brokers, prefix, mostWaiting),
      };
  }
}
