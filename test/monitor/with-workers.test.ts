import { expect, it } from "vitest";
import type { WorkerStatus } from "../../src/contracts/worker-status.ts";
import { WorkerStatus as Schema } from "../../src/contracts/worker-status.ts";
import { noWorker } from "../../src/monitor/no-worker.ts";
import { withWorkers } from "../../src/monitor/with-workers.ts";
import { statusOfWorker } from "../../src/status-of-worker.ts";
import { plantedSource } from "./a-story.ts";

const NOW = Date.UTC(2026, 10, 22, 14);
const at = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();
const source = plantedSource({ now: NOW, incidents: [] });
const alone = { ...source, ...noWorker };
const status = (name: string, change: Partial<WorkerStatus> = {}) => ({
  ...statusOfWorker(name, source),
  ...change,
});

it("a worker's status is what its schema says, and is the same after a journey as JSON", () => {
  const one = status("one");
  expect(Schema.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
});

it("of thousands of services the broken ones are named, and it is said that there are more", () => {
  const [service] = source.services();
  const services = Array.from({ length: 3000 }, (_, n) => ({
    ...service!,
    service: `s-${n}`,
    broken: n === 2999,
  }));
  const told = statusOfWorker("one", { ...source, services: () => services });
  expect(told.services.length).toBe(400);
  expect(told.services[0]?.service).toBe("s-2999");
  expect(told.limits).toEqual(["2600 more services of one are not named here."]);
});

it("each service is as who heard of it last says; of health the worst is shown, of limits the tightest", () => {
  const [service] = source.services();
  const quotes = (seconds: number, broken: boolean) => ({
    ...service!,
    service: "quotes",
    lastSeen: at(seconds),
    broken,
  });
  const limit = { of: "acme", resource: "core", limit: 5000, remaining: 4000, resetAt: at(600) };
  const all = withWorkers(alone, null, () => [
    status("one", {
      services: [quotes(-60, false)],
      lastSignalAt: at(-60),
      quota: [limit],
      repositories: ["acme/shop"],
    }),
    status("two", {
      services: [quotes(-1, true)],
      lastSignalAt: at(-1),
      memory: { state: "away", waiting: 2, reason: "Chroma is away." },
      bus: { carries: "local", wanted: "redis", reason: "Redis is away." },
      quota: [
        { ...limit, remaining: 12 },
        { ...limit, resource: "search", remaining: 1, limit: 30 },
      ],
      repositories: ["acme/shop", "acme/other"],
    }),
    status("three", {
      services: [],
      lastSignalAt: null,
      quota: [{ ...limit, remaining: 7, resetAt: at(-5) }],
    }),
  ]);
  expect(all.services().map(({ broken }) => broken)).toEqual([true]);
  expect(all.lastSignalAt()).toBe(at(-1));
  expect(all.memory()).toMatchObject({ state: "away", waiting: 2 });
  expect(all.bus().reason).toBe("Redis is away.");
  expect(all.quota().map(({ resource, remaining }) => [resource, remaining])).toEqual([
    ["core", 12],
    ["search", 1],
  ]);
  expect(all.repositories()).toEqual(["acme/shop", "acme/other"]);
  expect(all.workers()).toEqual(["one", "two", "three"]);
});

it("a worker stands among the others; where there is none, nothing is known", () => {
  const mine = withWorkers(source, "one", () => [status("two")]);
  expect(mine.workers()).toEqual(["one", "two"]);
  expect(mine.memory()).toEqual({ state: "ready", waiting: 0 });
  const none = withWorkers(alone, null, () => []);
  expect([none.workers(), none.services(), none.lastSignalAt(), none.quota()]).toEqual([[], [], null, []]);
});
