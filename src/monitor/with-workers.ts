import type { BusState } from "../contracts/ports/bus-state.ts";
import type { MemoryState } from "../contracts/ports/memory.ts";
import { PRESSURE_STEPS, type PressureState } from "../contracts/ports/pressure.ts";
import type { QuotaState } from "../contracts/ports/quota.ts";
import type { WorkerStatus } from "../contracts/worker-status.ts";
import type { MonitorSource } from "./view.ts";

/**
 * One picture of what this process knows and of what the workers say that share its state. Telemetry of a service stays
 * with one of them: whoever heard of it last knows best. Of each thing's health, the worst is shown.
 *
 * @param name of this process among them; null where it is a monitor alone
 */
export function withWorkers(
  own: MonitorSource,
  name: string | null,
  others: () => readonly WorkerStatus[],
): MonitorSource {
  const worst = <T>(mine: T, told: (status: WorkerStatus) => T, badness: (one: T) => number): T =>
    (name === null && others().length > 0 ? [] : [mine])
      .concat(others().map(told))
      .reduce((worse, one) => (badness(one) > badness(worse) ? one : worse));
  return {
    ...own,
    services: () =>
      latest(
        [own.services(), ...others().map(({ services }) => services)].flat(),
        ({ repository, service, environment }) => `${repository} ${service} ${environment}`,
      ).sort((a, b) => a.service.localeCompare(b.service)),
    unclaimed: () =>
      latest(
        [own.unclaimed(), ...others().map(({ unclaimed }) => unclaimed)].flat(),
        ({ service }) => service,
      ),
    limits: () => [...new Set([own.limits(), ...others().map(({ limits }) => limits)].flat())],
    lastSignalAt: () =>
      [own.lastSignalAt(), ...others().map(({ lastSignalAt }) => lastSignalAt)].reduce((a, b) =>
        a === null || (b !== null && b > a) ? b : a,
      ),
    repositories: () => [
      ...new Set([own.repositories(), ...others().map(({ repositories }) => repositories)].flat()),
    ],
    memory: () =>
      worst<MemoryState>(
        own.memory(),
        ({ memory: { state, waiting, reason } }) => ({ state, waiting, ...(reason ? { reason } : {}) }),
        ({ state }) => ["ready", "asleep", "away"].indexOf(state),
      ),
    pressure: () =>
      worst<PressureState>(
        own.pressure(),
        ({ pressure }) => pressure,
        ({ step, memory }) => PRESSURE_STEPS.indexOf(step) + memory.used / (memory.limit || 1) / 2,
      ),
    bus: () =>
      worst<BusState>(
        own.bus(),
        ({ bus }) => bus,
        ({ reason }) => (reason === null ? 0 : 1),
      ),
    model: () => own.model() ?? others().find(({ model }) => model !== null)?.model ?? null,
    quota: () => tightest([own.quota(), ...others().map(({ quota }) => quota)].flat()),
    workers: () => [...(name === null ? [] : [name]), ...others().map((status) => status.name)],
  };
}

/** Of each the one that was seen last. */
function latest<T extends { lastSeen: string }>(all: readonly T[], key: (one: T) => string): T[] {
  const kept = new Map<string, T>();
  for (const one of all) {
    const before = kept.get(key(one));
    if (!before || one.lastSeen > before.lastSeen) kept.set(key(one), one);
  }
  return [...kept.values()];
}

/** All of them spend from the same limits: the least that anybody was told since a limit was last made whole. */
function tightest(all: readonly QuotaState[]): QuotaState[] {
  const kept = new Map<string, QuotaState>();
  for (const one of all) {
    const key = `${one.of} ${one.resource}`;
    const before = kept.get(key);
    if (
      !before ||
      one.resetAt > before.resetAt ||
      (one.resetAt === before.resetAt && one.remaining < before.remaining)
    )
      kept.set(key, one);
  }
  return [...kept.values()];
}
