import type { WorkerStatus } from "./contracts/worker-status.ts";
import type { MonitorSource } from "./monitor/view.ts";

/** What is told of services every few seconds stays small, however many there are. */
const MOST_SERVICES = 400;
const MOST_OTHERS = 100;

/** What monitors that run apart are told of this process; the broken services first where there are too many. */
export function statusOfWorker(name: string, source: MonitorSource): WorkerStatus {
  const services = source
    .services()
    .toSorted((a, b) => Number(b.broken === true) - Number(a.broken === true));
  const more = services.length - MOST_SERVICES;
  return {
    name,
    at: new Date(source.now()).toISOString(),
    services: services.slice(0, MOST_SERVICES),
    unclaimed: source.unclaimed().slice(0, MOST_OTHERS),
    limits: [
      ...source.limits().slice(0, MOST_OTHERS),
      ...(more > 0 ? [`${more} more services of ${name} are not named here.`] : []),
    ],
    lastSignalAt: source.lastSignalAt(),
    repositories: source.repositories(),
    memory: source.memory(),
    pressure: source.pressure(),
    bus: source.bus(),
    model: source.model(),
    quota: source.quota(),
  };
}
