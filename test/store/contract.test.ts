import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type IncidentStore, LeaseLost, StaleIncident } from "../../src/contracts/ports/incident-store.ts";
import type { Lease } from "../../src/contracts/ports/lease.ts";
import type { Spending } from "../../src/contracts/ports/spending.ts";
import type { PushSignal } from "../../src/contracts/signal.ts";
import { orderingKey } from "../../src/ordering-key.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { connectPostgres } from "../../src/store/postgres/connect-postgres.ts";
import { POSTGRES_MIGRATIONS } from "../../src/store/postgres/migrations.ts";
import { openPostgres } from "../../src/store/postgres/open-postgres.ts";
import { postgresIncidents } from "../../src/store/postgres/postgres-incidents.ts";
import { postgresLease } from "../../src/store/postgres/postgres-lease.ts";
import { postgresSpending } from "../../src/store/postgres/postgres-spending.ts";
import { postgresWatchers } from "../../src/store/postgres/postgres-watchers.ts";
import { postgresWorkers } from "../../src/store/postgres/postgres-workers.ts";
import { sqliteIncidents } from "../../src/store/sqlite-incidents.ts";
import { sqliteLease } from "../../src/store/sqlite-lease.ts";
import { sqliteSpending } from "../../src/store/sqlite-spending.ts";
import { anAnomaly, anIncident, at } from "../loop/an-incident.ts";
import { startPostgres } from "./start-postgres.ts";

const REPOSITORY = "acme/marketplace";
const push = (branch = "main"): PushSignal => ({
  kind: "push",
  repository: REPOSITORY,
  receivedAt: at(0),
  branch,
  before: "a".repeat(40),
  after: "b".repeat(40),
  isDefaultBranch: true,
  paths: [],
});

interface State {
  store: IncidentStore;
  lease: Lease;
  spending: Spending;
  close(): Promise<void>;
}

let postgres: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  postgres = await startPostgres();
}, 300_000);
afterAll(() => postgres?.end());

const never = (key: string, reason: string) => {
  throw new Error(`${key}: ${reason}`);
};
/** As little as shows that it is heeded. */
const KEPT = { days: 90, bytes: 40_000, least: 2 };
const clock = { now: () => Date.now(), after: () => () => {} };

async function inPostgres(url: string, worker = "one"): Promise<State> {
  const opened = await openPostgres(url);
  const store = postgresIncidents(opened, worker, orderingKey, never, KEPT);
  return {
    store,
    lease: postgresLease(opened),
    spending: postgresSpending(opened),
    close: () => store.close(),
  };
}
const states: Record<string, () => Promise<State>> = {
  async SQLite() {
    const database = openDatabase(":memory:");
    const store = sqliteIncidents(database, never, undefined, KEPT);
    return {
      store,
      lease: sqliteLease(database, clock),
      spending: sqliteSpending(database),
      close: () => store.close(),
    };
  },
  PostgreSQL: async () => inPostgres(await postgres.database()),
};

for (const [name, open] of Object.entries(states))
  describe(`the state in ${name}`, () => {
    let state: State;
    beforeEach(async () => {
      state = await open();
      await state.lease.acquire(REPOSITORY, "one", 60);
      await state.lease.acquire("acme/other", "one", 60);
    });
    afterEach(() => state.close());

    it("keeps incidents as they were put, and refuses a writer who has not seen the newest version", async () => {
      const { store } = state;
      const incident = anIncident();
      await store.put(incident);
      expect(await store.get(incident.id)).toEqual(incident);
      expect(await store.get("none")).toBeNull();
      await expect(store.put(incident)).rejects.toThrow(StaleIncident);
      const second = { ...incident, version: 1, needsHuman: { since: at(4000), reason: "look" } };
      await store.put(second);
      await expect(store.put({ ...incident, version: 1 })).rejects.toThrow(StaleIncident);
      await expect(store.put({ ...incident, version: 3 })).rejects.toThrow(StaleIncident);
      expect(await store.get(incident.id)).toEqual(second);
    });

    it("reads no version again that is in memory, however it is asked for", async () => {
      const { store } = state;
      const acted = { outcome: { branch: { name: "sre-space/x", commit: "c".repeat(40) } } };
      const incident = anIncident(acted);
      await store.put(incident);
      expect(await store.get(incident.id)).toBe(incident);
      const asked = [
        store.open(),
        store.recent(5),
        store.ofRepository(REPOSITORY, 5),
        store.acted(REPOSITORY, 5),
      ];
      for (const [found] of await Promise.all(asked)) expect(found).toBe(incident);
      expect((await store.recentAnomalies(5))[0]?.anomaly).toBe(incident.anomaly);
      const next = { ...incident, version: 1, writes: 7 };
      await store.put(next);
      await expect(store.put({ ...incident, version: 1, writes: 8 })).rejects.toThrow(StaleIncident);
      expect(await store.get(incident.id)).toBe(next);
    });

    it("forgets what ended long ago, and what is too much; never what is open, nor the newest", async () => {
      const { store } = state;
      const day = 24 * 3_600_000;
      const incident = (n: number, days: number, closed: boolean) =>
        anIncident({
          id: `i${n}-0123456789ab`,
          openedAt: at(-days * day),
          updatedAt: at(0),
          ...(closed
            ? {
                closed: { at: at(0), as: "healed" as const },
                remembered: { at: at(0), patch: null },
                issue: {
                  number: n,
                  url: `https://github.com/acme/marketplace/issues/${n}`,
                  body: "x".repeat(10_000),
                  label: "",
                  state: "closed" as const,
                  comment: null,
                  checkRuns: {},
                },
              }
            : {}),
        });
      const size = JSON.stringify(incident(10, 1, true)).length;
      const open = incident(99, 200, false);
      await store.put(open);
      for (let n = 1; n <= 8; n++) await store.put(incident(n, 91 + n, true));
      // Nothing is looked over with each of them.
      expect((await store.recent(100)).length).toBe(9);
      for (let n = 11; n <= 13; n++) await store.put(incident(n, 14 - n, true));
      const young = ["i13", "i12", "i11"].slice(0, Math.max(KEPT.least, Math.floor(KEPT.bytes / size)));
      expect((await store.recent(100)).map(({ id }) => id.split("-")[0])).toEqual([...young, "i99"]);
      expect(await store.open()).toEqual([open]);
    });

    it("finds the open, the recent, those of a repository and those that acted", async () => {
      const { store } = state;
      const incident = (n: number, change: Partial<ReturnType<typeof anIncident>> = {}) =>
        anIncident({ id: `i${n}-0123456789ab`, openedAt: at(n * 1000), ...change });
      const old = incident(1, { outcome: { branch: { name: "sre-space/x", commit: "c".repeat(40) } } });
      const other = incident(2, {
        repository: "acme/other",
        anomaly: anAnomaly({ repository: "acme/other" }),
      });
      const closed = incident(3, {
        closed: { at: at(9000), as: "healed" },
        issue: {
          number: 1,
          url: "https://github.com/acme/marketplace/issues/1",
          body: "",
          label: "",
          state: "closed",
          comment: null,
          checkRuns: {},
        },
        remembered: { at: at(9000), patch: null },
      });
      for (const one of [old, other, closed]) await store.put(one);
      expect((await store.open()).map(({ id }) => id)).toEqual([old.id, other.id]);
      expect((await store.recent(2)).map(({ id }) => id)).toEqual([closed.id, other.id]);
      expect(await store.openNames()).toEqual([
        { id: old.id, repository: REPOSITORY },
        { id: other.id, repository: "acme/other" },
      ]);
      expect(await store.recentAnomalies(2)).toEqual([
        { repository: REPOSITORY, anomaly: closed.anomaly },
        { repository: "acme/other", anomaly: other.anomaly },
      ]);
      expect((await store.ofRepository(REPOSITORY, 5)).map(({ id }) => id)).toEqual([closed.id, old.id]);
      expect((await store.acted(REPOSITORY, 5)).map(({ id }) => id)).toEqual([old.id]);
    });

    it("acknowledges a key once, keeps it until it is done, and nothing of its words after that", async () => {
      const { store } = state;
      const keys = ["a", "b", "c"];
      for (const key of keys) expect(await store.acknowledge(key, push(key))).toBe(true);
      expect(await store.acknowledge("b", push("again"))).toBe(false);
      expect(await store.pending()).toEqual(keys);
      expect(await store.signal("b")).toEqual(push("b"));
      await store.done("b");
      expect(await store.pending()).toEqual(["a", "c"]);
      expect(await store.signal("b")).toBeNull();
      expect(await store.acknowledge("b", push("b"))).toBe(false);
      const many = Array.from({ length: 50 }, (_, n) => `m${n}`);
      const taken = await Promise.all([...many, ...many].map((key) => store.acknowledge(key, push(key))));
      expect(taken.filter(Boolean)).toHaveLength(50);
    });

    it("lays a signal aside, says why, and makes it pending again", async () => {
      const { store } = state;
      for (const key of ["a", "b"]) await store.acknowledge(key, push(key));
      await store.bury("a", "TypeError: x");
      expect(await store.pending()).toEqual(["b"]);
      expect(await store.signal("a")).toBeNull();
      expect(await store.letters(5)).toEqual([
        { key: "a", receivedAt: at(0), reason: "TypeError: x", signal: push("a") },
      ]);
      expect([await store.exhume("b"), await store.exhume("a"), await store.exhume("a")]).toEqual([
        false,
        true,
        false,
      ]);
      expect(await store.pending()).toEqual(["a", "b"]);
      expect(await store.letters(5)).toEqual([]);
    });

    it("knows what is paused", async () => {
      const { store } = state;
      await store.setPaused(REPOSITORY, true);
      await store.setPaused(REPOSITORY, true);
      expect([await store.paused(REPOSITORY), await store.paused("acme/other")]).toEqual([true, false]);
      await store.setPaused(REPOSITORY, false);
      expect(await store.paused(REPOSITORY)).toBe(false);
    });

    it("leases to one at a time, with a token that only grows", async () => {
      const { lease } = state;
      const first = await lease.acquire("acme/leased", "one", 60);
      expect(await lease.acquire("acme/leased", "one", 60)).toBe(first);
      expect(await lease.acquire("acme/leased", "two", 60)).toBeNull();
      expect(await lease.holds("acme/leased", first ?? 0)).toBe(true);
      await lease.release("acme/leased", first ?? 0);
      const second = await lease.acquire("acme/leased", "two", 0.05);
      expect(second).toBeGreaterThan(first ?? 0);
      expect(await lease.holds("acme/leased", first ?? 0)).toBe(false);
      await expect.poll(() => lease.holds("acme/leased", second ?? 0)).toBe(false);
      expect(await lease.acquire("acme/leased", "one", 60)).toBeGreaterThan(second ?? 0);
    });

    it("renews at once what is held, and tells its holder alone what was lost", async () => {
      const { lease } = state;
      const [kept, quick] = ["acme/kept", "acme/quick"];
      const tokens = new Map([
        [kept, (await lease.acquire(kept, "one", 60)) ?? 0],
        [quick, (await lease.acquire(quick, "one", 0.05)) ?? 0],
        ["acme/never", 1],
      ]);
      await expect.poll(() => lease.holds(quick, tokens.get(quick) ?? 0)).toBe(false);
      // Nobody has taken it, and it is lost all the same: in between somebody could have.
      expect(await lease.renew(tokens, "one", 60)).toEqual(new Set([kept]));
      expect(await lease.holds(quick, tokens.get(quick) ?? 0)).toBe(false);
      const others = (await lease.acquire(quick, "two", 60)) ?? 0;
      expect(await lease.renew(tokens, "one", 60)).toEqual(new Set([kept]));
      // Neither by its name nor by its token does anybody renew what is another's.
      expect(await lease.renew(new Map([[quick, others]]), "one", 60)).toEqual(new Set());
      expect(await lease.renew(tokens, "two", 60)).toEqual(new Set());
      expect(await lease.renew(new Map([[quick, others]]), "two", 0.05)).toEqual(new Set([quick]));
      await expect.poll(() => lease.holds(quick, others)).toBe(false);
      expect(await lease.holds(kept, tokens.get(kept) ?? 0)).toBe(true);
      expect(await lease.renew(new Map(), "one", 60)).toEqual(new Set());
    });

    it("lets go of a lease by its holder's name, and of nobody else's", async () => {
      const { lease } = state;
      const token = await lease.acquire("acme/leased", "one", 60);
      await lease.leave("acme/leased", "two");
      expect(await lease.holds("acme/leased", token ?? 0)).toBe(true);
      await lease.leave("acme/leased", "one");
      expect(await lease.holds("acme/leased", token ?? 0)).toBe(false);
      expect(await lease.acquire("acme/leased", "two", 60)).toBeGreaterThan(token ?? 0);
    });

    it("books a budget once, however many ask at the same moment", async () => {
      const { spending } = state;
      const booking = {
        repository: REPOSITORY,
        incident: "i",
        day: "2026-11-22",
        tokens: 400,
        microUsd: 10,
        limits: { tokensPerIncident: 1_000, microUsdPerDay: 1_000 },
      };
      const answers = await Promise.all(Array.from({ length: 8 }, () => spending.book(booking)));
      const booked = answers.flatMap((answer) => ("booked" in answer ? [answer.booked] : []));
      expect(booked).toHaveLength(2);
      expect(answers.filter((answer) => "over" in answer && answer.over === "incident")).toHaveLength(6);
      await spending.settle(booked[0] ?? 0, { tokens: 10, microUsd: 1 });
      expect(await spending.ofIncident("i")).toEqual({ tokens: 410, microUsd: 11 });
      expect(await spending.book({ ...booking, incident: "j", microUsd: 995 })).toEqual({ over: "day" });
    });
  });

describe("state that several workers share", () => {
  it("is read as another worker has written it since", async () => {
    const url = await postgres.database();
    const [one, two] = [await inPostgres(url, "one"), await inPostgres(url, "two")];
    const first = anIncident();
    await two.lease.acquire(REPOSITORY, "two", 60);
    await two.store.put(first);
    expect(await one.store.ofRepository(REPOSITORY, 5)).toEqual([first]);
    const found = anAnomaly({ summary: "Worse." });
    const second = { ...first, version: 1, anomaly: found };
    await two.store.put(second);
    expect(await one.store.ofRepository(REPOSITORY, 5)).toEqual([second]);
    expect(await one.store.recentAnomalies(5)).toEqual([{ repository: REPOSITORY, anomaly: found }]);
    await Promise.all([one.close(), two.close()]);
  });

  it("is written by nobody but who holds the repository", async () => {
    const url = await postgres.database();
    const [one, two] = [await inPostgres(url, "one"), await inPostgres(url, "two")];
    const incident = anIncident();
    await expect(one.store.put(incident)).rejects.toThrow(LeaseLost);
    const token = await one.lease.acquire(REPOSITORY, "one", 60);
    await one.store.put(incident);
    await expect(two.store.put({ ...incident, version: 1 })).rejects.toThrow(LeaseLost);
    // It stood still for longer than its lease, and another took over.
    await one.lease.release(REPOSITORY, token ?? 0);
    await two.lease.acquire(REPOSITORY, "two", 60);
    await expect(one.store.put({ ...incident, version: 1 })).rejects.toThrow(LeaseLost);
    await two.store.put({ ...incident, version: 1 });
    expect((await one.store.get(incident.id))?.version).toBe(1);
    await one.close();
    await two.close();
  });

  it("gives a signal to one worker, and to another once that one is gone", async () => {
    const url = await postgres.database();
    const [one, two] = [await inPostgres(url, "one"), await inPostgres(url, "two")];
    const opened = await openPostgres(url);
    await postgresWorkers(opened, "one").hello(60);
    await two.store.acknowledge("a", push("a"));
    await two.store.acknowledge("b", push("b"));
    expect(await one.store.signal("a")).toEqual(push("a"));
    // `b` is of the same repository, which is now the first one's.
    expect(await two.store.pending()).toEqual([]);
    expect(await two.store.signal("a")).toBeNull();
    expect(await two.store.signal("b")).toBeNull();
    expect(await one.store.pending()).toEqual(["a", "b"]);
    // Whoever acts on its repository by now has a signal that was left to them.
    const held = await one.lease.acquire(REPOSITORY, "one", 60);
    await one.lease.release(REPOSITORY, held ?? 0);
    await two.lease.acquire(REPOSITORY, "two", 60);
    expect(await two.store.pending()).toEqual(["b"]);
    await one.store.leave("a");
    expect(await two.store.pending()).toEqual(["a", "b"]);
    expect(await one.store.pending()).toEqual([]);
    const other = await two.lease.acquire(REPOSITORY, "two", 60);
    await two.lease.release(REPOSITORY, other ?? 0);
    expect(await one.store.signal("a")).toEqual(push("a"));
    await postgresWorkers(opened, "one").goodbye();
    expect(await two.store.pending()).toEqual(["a", "b"]);
    expect(await two.store.signal("a")).toEqual(push("a"));
    expect(await one.store.signal("a")).toBeNull();
    await opened.close();
    await one.close();
    await two.close();
  });

  it("gives no signal, and with it no repository, to a worker that has not its windows", async () => {
    const url = await postgres.database();
    const [one, two] = [await inPostgres(url, "one"), await inPostgres(url, "two")];
    const opened = await openPostgres(url);
    await postgresWorkers(opened, "one").hello(60);
    const watchers = postgresWatchers(opened, "two");
    await one.store.acknowledge("a", push("a"));
    expect(await one.store.signal("a")).toEqual(push("a"));
    await one.store.acknowledge("b", push("b"));
    await watchers.take(["Acme/Marketplace"], 60);
    // What it had taken before is its own to leave, and what it has not is the other's.
    expect(await one.store.pending()).toEqual(["a"]);
    expect(await one.store.signal("b")).toBeNull();
    expect(await one.store.signal("a")).toEqual(push("a"));
    await one.lease.leave(REPOSITORY, "one");
    await one.store.leave("a");
    expect(await one.store.signal("a")).toBeNull();
    expect(await one.store.pending()).toEqual([]);
    expect(await two.store.pending()).toEqual(["a", "b"]);
    expect(await two.store.signal("a")).toEqual(push("a"));
    // Nobody has them any more.
    await watchers.release();
    await two.lease.leave(REPOSITORY, "two");
    await two.store.leave("a");
    expect(await one.store.signal("b")).toEqual(push("b"));
    await Promise.all([opened.close(), one.close(), two.close()]);
  });

  it("is brought forward from the release before, with all that it holds", async () => {
    const url = await postgres.database();
    const before = await openPostgres(url, POSTGRES_MIGRATIONS.slice(0, -1));
    const incident = anIncident();
    await before.query(
      "insert into incident (id, version, repository, closed, acted, opened_at, body) values ($1, 0, $2, false, false, $3, $4)",
      [incident.id, incident.repository, incident.openedAt, JSON.stringify(incident)],
    );
    await before.query("insert into signal (key, received_at, body) values ('a', $1, $2)", [
      at(0),
      JSON.stringify(push("a")),
    ]);
    await before.close();
    // Two that start at the same moment, as workers do.
    const [one, two] = await Promise.all([inPostgres(url, "one"), inPostgres(url, "two")]);
    expect(await one.store.open()).toEqual([incident]);
    expect(await one.store.recentAnomalies(5)).toEqual([
      { repository: incident.repository, anomaly: incident.anomaly },
    ]);
    expect(await two.store.signal("a")).toEqual(push("a"));
    await one.close();
    await two.close();
    const newer = await openPostgres(url, [...POSTGRES_MIGRATIONS, "select 1"]);
    await newer.close();
    await expect(openPostgres(url)).rejects.toThrow(/newer release/);
  });

  it("waits behind its own statements for as long as PostgreSQL answers them", async () => {
    const limits = { connectMs: 100, patienceMs: 200 };
    const opened = await connectPostgres(await postgres.database(), { max: 1 }, limits);
    // From here on its one connection is there.
    await expect
      .poll(() =>
        opened.query("select 1").then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    const slow = Array.from({ length: 5 }, () => opened.query("select pg_sleep(0.2)"));
    await expect(Promise.all([...slow, opened.query("select 1")])).resolves.toHaveLength(6);
    await opened.close();
  });

  it("waits out a restart of PostgreSQL", { timeout: 300_000 }, async () => {
    const { store, close } = await inPostgres(await postgres.database());
    await store.acknowledge("a", push("a"));
    await postgres.stop();
    const meanwhile = store.acknowledge("b", push("b"));
    await postgres.start();
    expect(await meanwhile).toBe(true);
    expect(await store.pending()).toEqual(["a", "b"]);
    await close();
  });
});
