import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { acknowledged } from "../../src/acknowledged.ts";
import { carrier } from "../../src/bus/carrier.ts";
import { localBus } from "../../src/bus/local-bus.ts";
import { redisBus } from "../../src/bus/redis-bus.ts";
import type { BusState } from "../../src/contracts/ports/bus-state.ts";
import type { Clock } from "../../src/contracts/ports/clock.ts";
import type { PushSignal } from "../../src/contracts/signal.ts";
import { orderingKey } from "../../src/ordering-key.ts";
import { groupCommit } from "../../src/store/group-commit.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { sqliteIncidents } from "../../src/store/sqlite-incidents.ts";
import { at } from "../loop/an-incident.ts";
import { startRedis } from "./redis-server.ts";

const absent = (process.env.SRE_SPACE_ABSENT ?? "").split(",");
const clock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
const push = (branch: string): PushSignal => ({
  kind: "push",
  repository: `acme/${branch.split("-")[0]}`,
  receivedAt: at(0),
  branch,
  before: "a".repeat(40),
  after: "b".repeat(40),
  isDefaultBranch: true,
  paths: [],
});

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sre-space-carrier-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((again) => setTimeout(again, 10));
}

/** One worker's intake and response, with the state on this disk. */
function worker(url: string) {
  const database = openDatabase(join(directory, "state.sqlite"));
  const group = groupCommit(database);
  const store = sqliteIncidents(database, () => {}, group);
  const acted: string[] = [];
  const states: BusState[] = [];
  const signals = acknowledged({
    store,
    clock,
    carry: (key, signal) => carried.carry({ id: key, key: orderingKey(signal), body: "" }),
    async act(signal) {
      acted.push((signal as PushSignal).branch);
    },
    kept: async () => {},
    isElsewhere: () => false,
    isHopeless: () => false,
    failed: () => {},
  });
  const carried = carrier(
    "signals",
    localBus(database, group.write),
    { home: "redis", open: () => redisBus(url, "carrier") },
    clock,
    {
      handle: ({ id }) => signals.deliver(id),
      fellBack: () => signals.catchUp(),
      isBack: () => signals.catchUp(),
      changed: (state) => states.push(state),
    },
  );
  return { store, signals, carried, acted, states };
}

it.skipIf(absent.includes("redis-server"))(
  "goes on from the journal while Redis is away and hands over when it is back: in order, nothing lost, nothing twice",
  { timeout: 300_000 },
  async () => {
    const redis = await startRedis();
    const { store, signals, carried, acted, states } = worker(redis.url);
    let sent = 0;
    let sending = true;
    const send = async () => {
      while (sending) {
        const branch = `r${sent % 7}-${sent++}`;
        expect(await signals.accept(branch, push(branch))).toBe("accepted");
        await new Promise((next) => setTimeout(next, 5));
      }
    };
    try {
      await signals.start();
      await carried.start();
      expect(carried.state()).toEqual({ carries: "redis", wanted: "redis", reason: null });
      const senders = send();
      for (let outage = 0; outage < 2; outage++) {
        const before = sent;
        await until(() => acted.length > before + 100);
        await redis.stop();
        await until(() => carried.state().carries === "local");
        expect(carried.state().reason).toMatch(/cannot be reached/);
        const during = acted.length;
        // It goes on meanwhile.
        await until(() => acted.length > during + 100);
        await redis.start();
        await until(() => carried.state().carries === "redis");
      }
      const after = sent;
      await until(() => acted.length > after + 100);
      sending = false;
      await senders;
      await until(async () => (await store.pending()).length === 0 && acted.length >= sent);
      expect(states[0]).toMatchObject({ carries: "redis" });
      expect(states.filter(({ carries }) => carries === "local").length).toBeGreaterThanOrEqual(2);
      expect(acted).toHaveLength(sent);
      expect(new Set(acted).size).toBe(sent);
      const last = new Map<string, number>();
      for (const branch of acted) {
        const [repository = "", n] = branch.split("-");
        expect(Number(n)).toBeGreaterThan(last.get(repository) ?? -1);
        last.set(repository, Number(n));
      }
    } finally {
      sending = false;
      await carried.stop();
      signals.stop();
      await store.close();
      await redis.end();
    }
  },
);

it("is carried by the local bus from the start where Redis is not there, and says so", async () => {
  const { store, signals, carried, acted, states } = worker("redis://127.0.0.1:1");
  await signals.start();
  await carried.start();
  expect(states).toMatchObject([{ carries: "local", wanted: "redis" }]);
  await signals.accept("r0-0", push("r0-0"));
  await until(() => acted.length === 1);
  await carried.stop();
  signals.stop();
  await store.close();
});
