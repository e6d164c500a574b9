import { expect, it } from "vitest";
import type { Lease } from "../src/contracts/ports/lease.ts";
import { OwnedElsewhere, ownRepositories, type WatchedHere } from "../src/own-repositories.ts";
import { openDatabase } from "../src/store/open-database.ts";
import { sqliteLease } from "../src/store/sqlite-lease.ts";

const REPOSITORY = "acme/shop";

/** Two workers with one lease between them, each with a loop that drives what it is told to. */
function twoWorkers(
  watched: (name: string) => WatchedHere | undefined = () => undefined,
  clock = { now: () => 0, after: () => () => {} },
  lease: Lease = sqliteLease(openDatabase(":memory:"), clock),
) {
  return ["one", "two"].map((name) => {
    const driven = new Set<string>();
    const resumed: string[] = [];
    const loop = {
      async resume(isOurs: (repository: string) => Promise<boolean> = async () => true) {
        if (await isOurs(REPOSITORY)) resumed.push(REPOSITORY);
      },
      drives: (repository: string) => driven.has(repository),
      drop: (repository: string) => void driven.delete(repository),
    };
    return { driven, resumed, owned: ownRepositories(lease, name, clock, loop, watched(name)) };
  });
}

it("lets go of a repository behind what was done there, unless an incident was opened", async () => {
  const [one, two] = twoWorkers();
  if (!one || !two) throw new Error("there are two");
  await one.owned.during([REPOSITORY], async () => {
    expect(await two.owned.take(REPOSITORY)).toBe(false);
  });
  expect(await two.owned.take(REPOSITORY)).toBe(true);
  await expect(one.owned.during([REPOSITORY], async () => {})).rejects.toThrow(OwnedElsewhere);
  await two.owned.during([REPOSITORY], async () => void two.driven.add(REPOSITORY));
  expect(await one.owned.take(REPOSITORY)).toBe(false);
});

it("keeps a repository as long as anything is being done in it", async () => {
  const [one, two] = twoWorkers();
  if (!one || !two) throw new Error("there are two");
  const { promise: longer, resolve: end } = Promise.withResolvers<void>();
  const long = one.owned.during([REPOSITORY], () => longer);
  await one.owned.during([REPOSITORY], async () => {});
  expect(await two.owned.take(REPOSITORY)).toBe(false);
  end();
  await long;
  expect(await two.owned.take(REPOSITORY)).toBe(true);
});

it("does nothing of what is to be done in several repositories while one of them is another's", async () => {
  const [one, two] = twoWorkers();
  if (!one || !two) throw new Error("there are two");
  await two.owned.take(REPOSITORY);
  let isDone = false;
  const act = async () => {
    isDone = true;
  };
  await expect(one.owned.during(["acme/other", REPOSITORY], act)).rejects.toThrow(OwnedElsewhere);
  expect(isDone).toBe(false);
  expect(await two.owned.take("acme/other")).toBe(true);
});

it("acts on a repository only where its windows are, and gives it up when they move", async () => {
  let place = "one";
  const [one, two] = twoWorkers((name) => ({
    isElsewhere: () => place !== name,
    take: async () => place === name,
  }));
  if (!one || !two) throw new Error("there are two");
  expect(await two.owned.take(REPOSITORY)).toBe(false);
  await expect(two.owned.during([REPOSITORY], async () => {})).rejects.toThrow(OwnedElsewhere);
  await one.owned.during([REPOSITORY], async () => void one.driven.add(REPOSITORY));
  place = "two";
  await one.owned.renew();
  expect([...one.driven]).toEqual([]);
  two.resumed.length = 0;
  await two.owned.renew();
  expect(two.resumed).toContain(REPOSITORY);
  // The lease went with them.
  expect(await two.owned.take(REPOSITORY)).toBe(true);
});

it("lets go of a lease that came with a signal where another worker has the windows", async () => {
  const clock = { now: () => 0, after: () => () => {} };
  const lease = sqliteLease(openDatabase(":memory:"), clock);
  const place = (name: string) => ({ isElsewhere: () => name !== "two", take: async () => name === "two" });
  const [one, two] = twoWorkers(place, clock, lease);
  if (!one || !two) throw new Error("there are two");
  await lease.acquire(REPOSITORY, "one", 30);
  expect(await two.owned.take(REPOSITORY)).toBe(false);
  await expect(one.owned.during([REPOSITORY], async () => {})).rejects.toThrow(OwnedElsewhere);
  expect(await two.owned.take(REPOSITORY)).toBe(true);
});

it("renews all that it has in one go, and begins anew with what it lost", async () => {
  let now = 0;
  const clock = { now: () => now, after: () => () => {} };
  const lease = sqliteLease(openDatabase(":memory:"), clock);
  const asked: string[] = [];
  const spied: Lease = {
    ...lease,
    acquire: (repository, ...rest) => {
      asked.push(`acquire ${repository}`);
      return lease.acquire(repository, ...rest);
    },
    renew: (held, ...rest) => {
      asked.push(`renew ${[...held.keys()].join(" ")}`);
      return lease.renew(held, ...rest);
    },
  };
  const [one, two] = twoWorkers(undefined, clock, spied);
  if (!one || !two) throw new Error("there are two");
  for (const name of [REPOSITORY, "acme/other", "acme/third"]) {
    await one.owned.take(name);
    one.driven.add(name);
  }
  asked.length = 0;
  now += 25_000;
  await one.owned.renew();
  expect(asked[0]).toBe(`renew ${REPOSITORY} acme/other acme/third`);
  // The loop that is told to resume asks for what has an open incident, and nobody else does.
  expect(asked.slice(1)).toEqual([`acquire ${REPOSITORY}`]);
  // It stands still for longer than its leases, and another takes one of them.
  now += 31_000;
  expect(await two.owned.take("acme/other")).toBe(true);
  await one.owned.renew();
  expect([...one.driven]).toEqual([]);
  expect(await one.owned.take(REPOSITORY)).toBe(true);
  expect(await one.owned.take("acme/other")).toBe(false);
  expect(await two.owned.take("acme/other")).toBe(true);
});

it("keeps what it has where nothing could be renewed, until it can be told what was lost", async () => {
  const clock = { now: () => 0, after: () => () => {} };
  const lease = sqliteLease(openDatabase(":memory:"), clock);
  let isAway = true;
  const renew: Lease["renew"] = async (...all) => {
    if (isAway) throw new Error("PostgreSQL is away");
    return lease.renew(...all);
  };
  const [one] = twoWorkers(undefined, clock, { ...lease, renew });
  if (!one) throw new Error("there are two");
  await one.owned.during([REPOSITORY], async () => void one.driven.add(REPOSITORY));
  await expect(one.owned.renew()).rejects.toThrow("PostgreSQL is away");
  expect([...one.driven]).toEqual([REPOSITORY]);
  isAway = false;
  await one.owned.renew();
  expect([...one.driven]).toEqual([REPOSITORY]);
});
