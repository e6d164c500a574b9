import { afterAll, beforeAll, expect, it } from "vitest";
import { openPostgres } from "../../src/store/postgres/open-postgres.ts";
import { postgresWatchers } from "../../src/store/postgres/postgres-watchers.ts";
import { startPostgres } from "./start-postgres.ts";

const [SHOP, TILL] = ["acme/shop", "acme/till"] as const;
const LONG = 60;

let server: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  server = await startPostgres();
}, 300_000);
afterAll(() => server?.end());

async function twoWorkers() {
  const postgres = await openPostgres(await server.database());
  return { postgres, one: postgresWatchers(postgres, "one"), two: postgresWatchers(postgres, "two") };
}

it("gives a repository to one worker, until that one has gone", { timeout: 300_000 }, async () => {
  const { postgres, one, two } = await twoWorkers();
  expect(await one.take([SHOP], LONG)).toEqual({ mine: [{ repository: SHOP, token: 1 }], before: [] });
  expect(await one.take([SHOP], LONG)).toEqual({ mine: [{ repository: SHOP, token: 1 }], before: [] });
  expect(await two.take([SHOP, TILL], LONG)).toEqual({ mine: [{ repository: TILL, token: 1 }], before: [] });
  expect(await two.all()).toEqual(
    new Map([
      [SHOP, "one"],
      [TILL, "two"],
    ]),
  );
  await one.release();
  expect(await two.all()).toEqual(new Map([[TILL, "two"]]));
  expect(await two.take([SHOP], LONG)).toEqual({ mine: [{ repository: SHOP, token: 2 }], before: ["one"] });
  expect(await one.renew(LONG)).toEqual([]);
  await postgres.close();
});

it("gives it to one of those that ask for it at the same moment", { timeout: 300_000 }, async () => {
  const { postgres, one, two } = await twoWorkers();
  const names = Array.from({ length: 20 }, (_, n) => `acme/team-${n}`);
  const [first, second] = await Promise.all([one.take(names, LONG), two.take(names.toReversed(), LONG)]);
  const taken = [...first.mine, ...second.mine].map(({ repository }) => repository);
  expect(taken.toSorted()).toEqual(names.toSorted());
  await postgres.close();
});

it("keeps a repository's windows, and lets nobody write them who lost it", { timeout: 300_000 }, async () => {
  const { postgres, one, two } = await twoWorkers();
  await one.take([SHOP, TILL], LONG);
  const part = (repository: string, token: number, name: string, body: string | null) => ({
    repository,
    token,
    name,
    body,
  });
  await one.save([part(SHOP, 1, "a", "1"), part(SHOP, 1, "b", "2"), part(TILL, 1, "a", "3")]);
  await one.save([part(SHOP, 1, "a", "4"), part(SHOP, 1, "b", null), part(SHOP, 1, "broken", "{")]);
  expect(await two.load(SHOP)).toEqual([{ name: "a", body: 4 }]);
  await one.release();
  await two.take([SHOP], LONG);
  // The one that stood still does not know yet, and writes: of what is still its own, and of what is not.
  await one.save([part(SHOP, 1, "a", "5"), part(SHOP, 1, "c", "6"), part(TILL, 1, "a", "7")]);
  expect(await two.load(SHOP)).toEqual([{ name: "a", body: 4 }]);
  expect(await two.load(TILL)).toEqual([{ name: "a", body: 7 }]);
  await two.save([part(SHOP, 2, "a", "8")]);
  expect(await two.load(SHOP)).toEqual([{ name: "a", body: 8 }]);
  await postgres.close();
});

it("gives windows to another together with the watch, and only what is its own to give", {
  timeout: 300_000,
}, async () => {
  const { postgres, one, two } = await twoWorkers();
  await one.take([SHOP], LONG);
  const part = { repository: SHOP, token: 1, name: "a", body: "1" };
  await one.give([{ repository: SHOP, token: 1 }], [part], "two", LONG);
  expect(await two.renew(LONG)).toEqual([{ repository: SHOP, token: 2 }]);
  expect(await two.load(SHOP)).toEqual([{ name: "a", body: 1 }]);
  await one.give([{ repository: SHOP, token: 1 }], [{ ...part, body: "2" }], "three", LONG);
  expect(await two.renew(LONG)).toEqual([{ repository: SHOP, token: 2 }]);
  expect(await two.load(SHOP)).toEqual([{ name: "a", body: 1 }]);
  await postgres.close();
});
