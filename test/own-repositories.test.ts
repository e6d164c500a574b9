import { expect, it } from "vitest";
import { OwnedElsewhere, ownRepositories, type WatchedHere } from "../src/own-repositories.ts";
import { openDatabase } from "../src/store/open-database.ts";
import { sqliteLease } from "../src/store/sqlite-lease.ts";

const REPOSITORY = "acme/shop";

/** Two workers with one lease between them, each with a loop that drives what it is told to. */
function twoWorkers(watched: (name: string) => WatchedHere | undefined = () => undefined) {
  const clock = { now: () => 0, after: () => () => {} };
  const lease = sqliteLease(openDatabase(":memory:"), clock);
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
