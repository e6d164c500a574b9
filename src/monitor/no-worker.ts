import type { MonitorSource } from "./view.ts";

/** What a monitor knows that runs apart from every worker: nothing but what is stored. */
export const noWorker: Omit<MonitorSource, "now" | "incidents" | "incident" | "letters"> = {
  bundle: async () => null,
  services: () => [],
  unclaimed: () => [],
  limits: () => [],
  lastSignalAt: () => null,
  repositories: () => [],
  memory: () => ({ state: "asleep", waiting: 0 }),
  pressure: () => ({ step: "none", memory: { used: 0, limit: 0 }, reason: null }),
  bus: () => ({ carries: "local", wanted: "local", reason: null }),
  model: () => null,
  quota: () => [],
  workers: () => [],
  metrics: async () => null,
};
