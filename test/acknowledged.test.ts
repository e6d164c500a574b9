import { expect, it } from "vitest";
import { acknowledged } from "../src/acknowledged.ts";
import type { AlertSignal, PushSignal } from "../src/contracts/signal.ts";
import { openDatabase } from "../src/store/open-database.ts";
import { sqliteIncidents } from "../src/store/sqlite-incidents.ts";
import { at } from "./loop/an-incident.ts";

const push: PushSignal = {
  kind: "push",
  repository: "acme/marketplace",
  receivedAt: at(0),
  branch: "main",
  before: "a".repeat(40),
  after: "b".repeat(40),
  isDefaultBranch: true,
  paths: [],
};

/** One alert of many; its name stands where a push has its branch. */
const storm = (name: string): AlertSignal => ({
  kind: "alert",
  source: "generic",
  repositories: ["acme/marketplace"],
  receivedAt: at(0),
  alerts: [{ status: "firing", key: name, name, summary: name, startsAt: at(0), labels: {} }],
});

function world(
  act: (branch: string) => Promise<void> = async () => {},
  kept: () => Promise<void> = async () => {},
) {
  const store = sqliteIncidents(openDatabase(":memory:"), () => {});
  const acted: string[] = [];
  const failures: (number | null)[] = [];
  const signals = acknowledged({
    store,
    clock: {
      now: () => 0,
      after: (_, callback) => {
        setImmediate(callback);
        return () => {};
      },
    },
    async carry(key) {
      await signals.deliver(key);
      return true;
    },
    async act(signal) {
      const branch = signal.kind === "alert" ? (signal.alerts[0]?.name ?? "") : (signal as PushSignal).branch;
      acted.push(branch);
      await act(branch);
    },
    kept,
    isHopeless: (error) => error instanceof TypeError,
    isElsewhere: (error) => error instanceof RangeError,
    failed: (_key, _error, retryInMs) => failures.push(retryInMs),
  });
  return { store, acted, failures, signals };
}
const pending = async ({ store }: ReturnType<typeof world>) => (await store.pending()).length;

it("acts on nothing before the start, and then on all of it once, also what comes in the same moment", async () => {
  const it = world();
  expect(await it.signals.accept("one", { ...push, branch: "one" })).toBe("accepted");
  expect(it.acted).toEqual([]);
  const before = it.signals.accept("two", { ...push, branch: "two" });
  const started = it.signals.start();
  const after = it.signals.accept("three", { ...push, branch: "three" });
  await Promise.all([before, started, after]);
  await expect.poll(() => pending(it)).toBe(0);
  expect(it.acted.toSorted()).toEqual(["one", "three", "two"]);
  expect(await it.signals.accept("one", push)).toBe("duplicate");
});

it("leaves what is another worker's to act on to them, and does not act on it again by itself", async () => {
  let isTheirs = true;
  const it = world(async () => {
    if (isTheirs) throw new RangeError("another worker acts there");
  });
  const left: string[] = [];
  const { leave } = it.store;
  it.store.leave = async (key) => {
    await leave(key);
    left.push(key);
  };
  await it.signals.start();
  await it.signals.accept("one", push);
  await expect.poll(() => left).toEqual(["one"]);
  expect(await it.store.pending()).toEqual(["one"]);
  expect(it.failures).toEqual([]);
  isTheirs = false;
  await it.signals.catchUp();
  await expect.poll(() => pending(it)).toBe(0);
  expect(it.acted).toHaveLength(2);
});

it("acts again on what failed, after longer and longer, until it is done", async () => {
  let away = 9;
  const it = world(async () => {
    if (away-- > 0) throw new Error("GitHub is away");
  });
  await it.signals.start();
  await it.signals.accept("one", push);
  await expect.poll(() => pending(it)).toBe(0);
  expect(it.failures).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000));
});

it("leaves what fails pending once it is stopped", async () => {
  const it = world(async () => {
    throw new Error("the store is closed");
  });
  await it.signals.start();
  await it.signals.accept("one", push);
  it.signals.stop();
  await expect.poll(() => it.acted).toEqual(["main"]);
  await new Promise((soon) => setImmediate(soon));
  expect(it.acted).toHaveLength(1);
  expect(await pending(it)).toBe(1);
});

it("marks nothing as done before what it left in memory is kept", async () => {
  const snapshot = Promise.withResolvers<void>();
  const it = world(undefined, () => snapshot.promise);
  await it.signals.start();
  await it.signals.accept("one", push);
  await expect.poll(() => it.acted).toEqual(["main"]);
  await new Promise((soon) => setImmediate(soon));
  expect(await pending(it)).toBe(1);
  snapshot.resolve();
  await expect.poll(() => pending(it)).toBe(0);
  expect(it.acted).toHaveLength(1);
});

it("holds no more of a storm than it has room for, acts on all of it in order, and lets a person through", async () => {
  const gate = Promise.withResolvers<void>();
  let inHand = 0;
  let most = 0;
  const it = world(async (branch) => {
    if (branch === "a person's") return;
    most = Math.max(most, ++inHand);
    await gate.promise;
    inHand--;
  });
  await it.signals.start();
  const names = Array.from({ length: 12_000 }, (_, n) => `alert ${n}`);
  await Promise.all(names.map((name) => it.signals.accept(name, storm(name))));
  expect(inHand).toBe(5_000);
  await it.signals.accept("command", { ...push, branch: "a person's" });
  expect(it.acted).toContain("a person's");
  expect(await it.signals.accept("alert 11999", storm("alert 11999"))).toBe("duplicate");
  gate.resolve();
  await expect.poll(() => pending(it), { timeout: 60_000 }).toBe(0);
  expect(it.acted.filter((name) => name !== "a person's")).toEqual(names);
  expect(most).toBeLessThanOrEqual(5_000);
}, 120_000);

it("lays aside what can never be acted on, keeps the reason, and acts on it again when a person says so", async () => {
  let isMended = false;
  const it = world(async () => {
    if (!isMended) throw new TypeError("no such field");
  });
  await it.signals.start();
  await it.signals.accept("one", push);
  await expect.poll(() => it.store.letters(5)).toHaveLength(1);
  expect(await it.store.letters(5)).toEqual([
    { key: "one", receivedAt: push.receivedAt, reason: "TypeError: no such field", signal: push },
  ]);
  expect(it.acted).toHaveLength(12);
  expect(it.failures.at(-1)).toBeNull();
  expect(await pending(it)).toBe(0);
  expect(await it.signals.accept("one", push)).toBe("duplicate");

  isMended = true;
  expect(await it.store.exhume("another")).toBe(false);
  expect(await it.store.exhume("one")).toBe(true);
  await it.signals.catchUp();
  await expect.poll(() => it.acted).toHaveLength(13);
  await expect.poll(() => pending(it)).toBe(0);
  expect(await it.store.letters(5)).toEqual([]);
});
