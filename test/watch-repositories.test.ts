import { expect, it, vi } from "vitest";
import type { Watchers } from "../src/contracts/ports/watchers.ts";
import type { WindowsPart } from "../src/contracts/ports/windows.ts";
import { watchRepositories } from "../src/watch-repositories.ts";

const [SHOP, TILL, BANK] = ["acme/shop", "acme/till", "acme/bank"] as const;

/** What PostgreSQL keeps for all of them: `postgresWatchers` is tested against it. */
function sharedState() {
  const rows = new Map<string, { worker: string; token: number; isThere: boolean }>();
  const saved = new Map<string, Map<string, string>>();
  let calls = 0;
  const of = (worker: string): Watchers => ({
    async take(repositories) {
      calls++;
      const mine = [];
      const before = new Set<string>();
      for (const repository of repositories) {
        const row = rows.get(repository);
        if (row?.isThere && row.worker !== worker) continue;
        if (row && row.worker !== worker) before.add(row.worker);
        const token = !row ? 1 : row.worker === worker ? row.token : row.token + 1;
        rows.set(repository, { worker, token, isThere: true });
        mine.push({ repository, token });
      }
      return { mine, before: [...before] };
    },
    renew: async () =>
      [...rows].flatMap(([repository, row]) =>
        row.worker === worker ? [{ repository, token: row.token }] : [],
      ),
    all: async () =>
      new Map([...rows].flatMap(([repository, row]) => (row.isThere ? [[repository, row.worker]] : []))),
    load: async (repository) =>
      [...(saved.get(repository) ?? [])].map(([name, body]) => ({ name, body: JSON.parse(body) as unknown })),
    async save(parts) {
      for (const { repository, token, name, body } of parts) {
        const row = rows.get(repository);
        if (row?.worker !== worker || row.token !== token) continue;
        const kept = saved.get(repository) ?? new Map<string, string>();
        saved.set(repository, kept);
        if (body === null) kept.delete(name);
        else kept.set(name, body);
      }
    },
    async give(repositories, parts, to) {
      await this.save(parts);
      for (const { repository, token } of repositories) {
        const row = rows.get(repository);
        if (row?.worker === worker && row.token === token)
          rows.set(repository, { worker: to, token: token + 1, isThere: true });
      }
    },
    async release() {
      for (const row of rows.values()) if (row.worker === worker) row.isThere = false;
    },
  });
  return {
    of,
    rows,
    calls: () => calls,
    goes(worker: string) {
      for (const row of rows.values()) if (row.worker === worker) row.isThere = false;
    },
  };
}

function workerOf(state: ReturnType<typeof sharedState>, worker: string) {
  const restored: unknown[] = [];
  const forgotten: string[] = [];
  const left: string[] = [];
  const own: WindowsPart[] = [];
  const watched = watchRepositories({
    worker,
    watchers: state.of(worker),
    scout: {
      restore: (part) => void restored.push(part),
      forget: (repository) => void forgotten.push(repository),
      windowsOf: (repository) => [
        { name: "service api", repository, body: JSON.stringify(`of ${repository}`) },
      ],
      snapshotOf: (repository) => JSON.stringify({ reportedOf: repository }),
    },
    windows: {
      load: async () => [{ services: ["old"], reported: ["old"], alerts: ["a"] }],
      save: async (parts) => void own.push(...parts),
    },
    left: (name) => void left.push(name),
    changed: () => {},
  });
  return { ...watched, restored, forgotten, left, own };
}

it("watches what comes first to it, and names the other for what that one watches", async () => {
  const state = sharedState();
  const [one, two] = [workerOf(state, "one"), workerOf(state, "two")];
  expect(await one.watcherOf([SHOP])).toBe("one");
  // From then on it is known at once, without a promise and without asking anybody.
  const asked = state.calls();
  expect(one.watcherOf([SHOP])).toBe("one");
  expect(state.calls()).toBe(asked);
  expect(await two.watcherOf([SHOP])).toBe("one");
  expect(two.watcherOf([SHOP])).toBe("one");
  expect(two.isElsewhere(SHOP)).toBe(true);
  expect(await two.take(SHOP)).toBe(false);
  expect(await two.take(TILL)).toBe(true);
  expect(one.isElsewhere(TILL)).toBe(false);
  await one.renew();
  expect(one.isElsewhere(TILL)).toBe(true);
});

it("has one worker watch everything that one credential names, whoever receives it", async () => {
  const state = sharedState();
  const [one, two] = [workerOf(state, "one"), workerOf(state, "two")];
  expect(await one.watcherOf([TILL])).toBe("one");
  // Who has a part of them takes the rest, and the other takes nothing.
  expect(await two.watcherOf([BANK, SHOP, TILL])).toBe("one");
  expect(state.rows.has(BANK)).toBe(false);
  expect(await one.watcherOf([BANK, SHOP, TILL])).toBe("one");
  expect(await two.watcherOf([BANK])).toBe("one");
});

it("goes on from what was saved when the other has gone, and reads what waits for it", async () => {
  const state = sharedState();
  const [one, two] = [workerOf(state, "one"), workerOf(state, "two")];
  await one.watcherOf([SHOP]);
  expect(one.isNew([SHOP], "batch 1")).toBe(true);
  await one.windows.save([
    { name: "reported", body: "all" },
    { name: "service api", repository: SHOP, body: '"of shop"' },
    { name: "service bank", repository: BANK, body: '"not watched"' },
  ]);
  expect(one.own).toEqual([{ name: "reported", body: "all" }]);
  state.goes("one");
  await two.renew();
  expect(await two.watcherOf([SHOP])).toBe("two");
  expect(two.left).toEqual(["one"]);
  expect(two.restored).toHaveLength(2);
  expect(two.restored).toEqual(expect.arrayContaining([{ reportedOf: SHOP }, "of shop"]));
  // What is in the windows is not taken in again.
  expect(two.isNew([SHOP], "batch 1")).toBe(false);
  expect(two.isNew([SHOP], "batch 2")).toBe(true);

  // The one that only stood still hears of it, forgets, and writes nothing any more.
  await one.windows.save([{ name: "service api", repository: SHOP, body: '"too late"' }]);
  await one.renew();
  expect(one.forgotten).toEqual([SHOP]);
  expect(one.watcherOf([SHOP])).toBe("two");
  const heir = workerOf(state, "heir");
  state.goes("two");
  await heir.take(SHOP);
  expect(heir.restored).toContain("of shop");
});

it("takes up what is its own after a restart, and of its own disk what is of no repository", async () => {
  const state = sharedState();
  const one = workerOf(state, "one");
  await one.watcherOf([SHOP]);
  await one.windows.save([{ name: "service api", repository: SHOP, body: '"of shop"' }]);
  const again = workerOf(state, "one");
  expect(await again.windows.load()).toEqual([{ services: [], reported: [], alerts: ["a"] }]);
  await again.renew();
  expect(again.restored).toContain("of shop");
  expect(again.watcherOf([SHOP])).toBe("one");
  expect(again.left).toEqual([]);
});

it("takes over from nobody while the others had no time to say that they are there", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  try {
    const state = sharedState();
    const [one, two] = [workerOf(state, "one"), workerOf(state, "two")];
    await one.watcherOf([SHOP]);
    await two.renew();
    vi.advanceTimersByTime(1_000);
    await two.renew();
    // PostgreSQL was away for a while, and this one is the first that is heard again.
    state.goes("one");
    vi.advanceTimersByTime(15_000);
    await two.renew();
    expect(await two.watcherOf([SHOP])).toBe("one");
    vi.advanceTimersByTime(3_000);
    await two.renew();
    expect(await two.watcherOf([SHOP])).toBe("one");
    // It is not there, and had its time.
    vi.advanceTimersByTime(2_000);
    await two.renew();
    expect(await two.watcherOf([SHOP])).toBe("two");
  } finally {
    vi.useRealTimers();
  }
});

it("gives some away to one that has fewer, whole groups, and nothing in which something is under way", async () => {
  const state = sharedState();
  const [one, two] = [workerOf(state, "one"), workerOf(state, "two")];
  for (const repository of [SHOP, TILL, BANK]) await one.watcherOf([repository]);
  expect(one.watcherOf([SHOP, TILL])).toBe("one");
  one.isNew([BANK], "batch 1");
  // Two that belong together are more than would even it out, and the third is busy.
  await one.share(["two"], (repository) => repository !== BANK);
  expect(one.forgotten).toEqual([]);
  await one.share(["two"], () => true);
  expect(one.forgotten).toEqual([BANK]);
  expect(one.isHere([BANK])).toBe(false);
  expect(one.watcherOf([BANK])).toBe("two");
  await two.renew();
  expect(two.restored).toEqual(expect.arrayContaining([`of ${BANK}`, { reportedOf: BANK }]));
  expect(two.isNew([BANK], "batch 1")).toBe(false);
  expect(two.watcherOf([BANK])).toBe("two");
  // Two and one is as even as it gets, and nobody gives anything back.
  await one.renew();
  await one.share(["two"], () => true);
  await two.share(["one"], () => true);
  expect(one.forgotten).toEqual([BANK]);
  expect(two.forgotten).toEqual([]);
});
