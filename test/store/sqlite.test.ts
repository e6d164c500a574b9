import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StaleIncident } from "../../src/contracts/ports/incident-store.ts";
import type { PushSignal } from "../../src/contracts/signal.ts";
import { groupCommit } from "../../src/store/group-commit.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { sqliteIncidents } from "../../src/store/sqlite-incidents.ts";
import { sqliteLease } from "../../src/store/sqlite-lease.ts";
import { sqliteWindows } from "../../src/store/sqlite-windows.ts";
import { anIncident, at } from "../loop/an-incident.ts";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sre-space-store-"));
  file = join(directory, "state.sqlite");
});
afterEach(() => rmSync(directory, { recursive: true }));

const unexpected = (key: string, reason: string) => {
  throw new Error(`${key}: ${reason}`);
};

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

describe("incidents", () => {
  it("come back after a restart as they were put", async () => {
    const incident = anIncident();
    const first = sqliteIncidents(openDatabase(file), unexpected);
    await first.put(incident);
    await first.close();
    const second = sqliteIncidents(openDatabase(file), unexpected);
    expect(await second.open()).toEqual([incident]);
    expect(await second.get(incident.id)).toEqual(incident);
    await second.close();
  });

  it("refuse a writer who has not seen the newest version", async () => {
    const store = sqliteIncidents(openDatabase(file), unexpected);
    const incident = anIncident();
    await store.put(incident);
    await store.put({ ...incident, version: 1, looks: 1 });
    await expect(store.put({ ...incident, version: 1, looks: 2 })).rejects.toThrow(StaleIncident);
    await expect(store.put(incident)).rejects.toThrow(StaleIncident);
    expect((await store.get(incident.id))?.looks).toBe(1);
    await store.close();
  });

  it("are open until they are closed and GitHub shows it, and stay in the history of their repository", async () => {
    const store = sqliteIncidents(openDatabase(file), unexpected);
    const incident = anIncident();
    const closed = { at: at(1), as: "healed" as const };
    const issue = {
      number: 7,
      url: "http://127.0.0.1/acme/marketplace/issues/7",
      body: "",
      label: "",
      state: "open" as const,
      comment: null,
      checkRuns: {},
    };
    await store.put(incident);
    await store.put({ ...incident, version: 1, closed, issue });
    expect(await store.open()).toHaveLength(1);
    await store.put({ ...incident, version: 2, closed, issue: { ...issue, state: "closed" } });
    // Not before it is remembered, too.
    expect(await store.open()).toHaveLength(1);
    await store.put({
      ...incident,
      version: 3,
      closed,
      remembered: { at: at(2), patch: null },
      issue: { ...issue, state: "closed" },
    });
    expect(await store.open()).toEqual([]);
    expect(await store.ofRepository("acme/marketplace", 10)).toHaveLength(1);
    expect(await store.ofRepository("acme/other", 10)).toEqual([]);
    await store.close();
  });
});

describe("a row that cannot be read", () => {
  it("is told and left aside, and keeps nobody else from their end", async () => {
    const database = openDatabase(file);
    const told: string[] = [];
    const [good, bad] = [anIncident(), anIncident({ id: "zz-0123456789ab" })];
    const before = sqliteIncidents(database, unexpected);
    for (const incident of [good, bad]) await before.put(incident);
    // As after a start: what a process has written by itself it does not read again.
    const store = sqliteIncidents(database, (key) => told.push(key));
    database.prepare("update incident set body = ? where id = ?").run('{"id": "cut o', bad.id);
    await store.acknowledge("one", push);
    await store.acknowledge("two", push);
    database.prepare("update signal set body = ? where key = 'one'").run('{"kind": "of another release"}');
    expect(await store.open()).toEqual([good]);
    expect(await store.get(bad.id)).toBeNull();
    expect(await store.pending()).toEqual(["one", "two"]);
    expect(await store.signal("two")).toEqual(push);
    expect(await store.signal("one")).toBeNull();
    expect(told).toEqual([bad.id, bad.id, "one"]);
    await store.close();
  });
});

describe("signals", () => {
  it("are kept until they are done, in order, over a restart, and a redelivery is known", async () => {
    const first = sqliteIncidents(openDatabase(file), unexpected);
    expect(await first.acknowledge("one", push)).toBe(true);
    expect(await first.acknowledge("two", { ...push, branch: "other" })).toBe(true);
    expect(await first.acknowledge("one", push)).toBe(false);
    await first.close();
    const second = sqliteIncidents(openDatabase(file), unexpected);
    expect(await second.pending()).toEqual(["one", "two"]);
    await second.done("one");
    expect(await second.pending()).toEqual(["two"]);
    expect(await second.signal("two")).toEqual({ ...push, branch: "other" });
    expect(await second.signal("one")).toBeNull();
    expect(await second.acknowledge("one", push)).toBe(false);
    await second.close();
  });
});

describe("writes that come together", () => {
  it("are on the disk when they are answered, each with its own answer, thousands at a time", async () => {
    const first = sqliteIncidents(openDatabase(file), unexpected);
    const keys = Array.from({ length: 2_000 }, (_, at) => `key ${at % 1_500}`);
    const answers = await Promise.all(keys.map((key) => first.acknowledge(key, push)));
    expect(answers.filter(Boolean)).toHaveLength(1_500);
    expect(answers.indexOf(false)).toBe(1_500);
    // Another connection sees only what was committed.
    const second = sqliteIncidents(openDatabase(file), unexpected);
    expect(await second.pending()).toEqual(keys.slice(0, 1_500));
    await Promise.all(keys.map((key) => first.done(key)));
    expect(await second.pending()).toEqual([]);
    await Promise.all([first.close(), second.close()]);
  });

  it("all fail where the transaction does, and nothing of it is kept", async () => {
    const database = openDatabase(file);
    const group = groupCommit(database);
    database.exec("create table one (n integer primary key) strict");
    const insert = database.prepare("insert into one values (?)");
    const writes = [1, 1, 2].map((n) => group.write(() => insert.run(n)));
    expect((await Promise.allSettled(writes)).map(({ status }) => status)).toEqual(
      new Array(3).fill("rejected"),
    );
    expect(await group.write(() => insert.run(1).changes)).toBe(1);
    expect(database.prepare("select count(*) as n from one").get()).toEqual({ n: 1 });
    database.close();
  });

  it("for which somebody waits come before thousands for which nobody does, which come to their end too", async () => {
    const database = openDatabase(file);
    const group = groupCommit(database);
    const done: string[] = [];
    const later = Array.from({ length: 5_000 }, () => group.writeLater(() => done.push("later")));
    await group.write(() => done.push("now"));
    expect(done.indexOf("now")).toBeLessThan(1_000);
    await later[0];
    await group.write(() => done.push("now"));
    expect(done.lastIndexOf("now")).toBeLessThan(1_000);
    await Promise.all(later);
    expect(done).toHaveLength(5_002);
    void group.writeLater(() => done.push("last"));
    group.flush();
    expect(done.at(-1)).toBe("last");
    database.close();
  });

  it("were answered before the process was killed are there after it", async () => {
    const storm = spawn(process.execPath, [join(import.meta.dirname, "storm.ts"), file], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let told = "";
    storm.stdout.on("data", (text) => {
      told += text;
      if (told.length > 50_000) storm.kill("SIGKILL");
    });
    await once(storm, "close");
    expect(storm.signalCode).toBe("SIGKILL");
    const lines = told.split("\n").slice(0, -1);
    const of = (what: string) => lines.filter((line) => line.startsWith(what)).map((line) => line.slice(5));
    const [kept, done] = [of("kept "), of("done ")];
    expect(kept.length).toBeGreaterThan(1_000);
    expect(done.length).toBeGreaterThan(0);
    const store = sqliteIncidents(openDatabase(file), unexpected);
    const pending = new Set(await store.pending());
    expect(done.filter((key) => pending.has(key))).toEqual([]);
    for (const key of kept) if (!pending.has(key)) expect(await store.acknowledge(key, push)).toBe(false);
    await store.close();
  });

  it("that wait when the store is closed are written before it is", async () => {
    const first = sqliteIncidents(openDatabase(file), unexpected);
    const kept = first.acknowledge("one", push);
    await first.close();
    expect(await kept).toBe(true);
    const second = sqliteIncidents(openDatabase(file), unexpected);
    expect(await second.pending()).toEqual(["one"]);
    await second.close();
  });
});

describe("the lease", () => {
  it("is held by one, renewed by its holder, and taken over with a higher token once it has run out", async () => {
    let now = 0;
    const lease = sqliteLease(openDatabase(file), { now: () => now, after: () => () => {} });
    const first = await lease.acquire("acme/marketplace", "one", 10);
    expect(first).toBe(1);
    expect(await lease.acquire("acme/marketplace", "two", 10)).toBeNull();
    now = 5_000;
    expect(await lease.acquire("acme/marketplace", "one", 10)).toBe(1);
    now = 14_000;
    expect(await lease.holds("acme/marketplace", 1)).toBe(true);
    now = 15_001;
    expect(await lease.holds("acme/marketplace", 1)).toBe(false);
    expect(await lease.acquire("acme/marketplace", "two", 10)).toBe(2);
    expect(await lease.holds("acme/marketplace", 1)).toBe(false);
    await lease.release("acme/marketplace", 2);
    expect(await lease.acquire("acme/marketplace", "one", 10)).toBe(3);
  });
});

describe("the file", () => {
  it("written by a newer release is refused with what to do", () => {
    openDatabase(file).close();
    const newer = new DatabaseSync(file);
    newer.exec("pragma user_version = 99");
    newer.close();
    expect(() => openDatabase(file)).toThrow(/newer release.*Start that release/s);
  });

  it("keeps Scout's snapshot by its parts, and counts one that is cut off as none", async () => {
    const database = openDatabase(file);
    const windows = sqliteWindows(database);
    expect(await windows.load()).toEqual([]);
    await windows.save([
      { name: "a", body: '{"a":[1,2]}' },
      { name: "b", body: '{"b":1}' },
    ]);
    await windows.save([
      { name: "a", body: '{"a":[3]}' },
      { name: "c", body: null },
    ]);
    expect(await windows.load()).toEqual([{ a: [3] }, { b: 1 }]);
    database.exec(`update snapshot set body = '{"a": [3' where name = 'a'`);
    expect(await windows.load()).toEqual([{ b: 1 }]);
    await windows.save([{ name: "b", body: null }]);
    expect(await windows.load()).toEqual([]);
    database.close();
  });
});
