import { expect, it } from "vitest";
import { groupCommit } from "../../src/store/group-commit.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { sqliteIncidents } from "../../src/store/sqlite-incidents.ts";
import { sqliteWindows } from "../../src/store/sqlite-windows.ts";

it("says of whatever cannot be written that the disk is full, keeps what it had, and goes on once there is room", async () => {
  const database = openDatabase(":memory:");
  const group = groupCommit(database);
  const windows = sqliteWindows(database);
  const store = sqliteIncidents(database, () => {}, group);
  await windows.save([{ name: "kept", body: '"before"' }]);
  // SQLite's own limit fails as a full disk does: it has rolled back by itself when it says so.
  const { page_count: pages } = database.prepare("pragma page_count").get() as { page_count: number };
  database.exec(`pragma max_page_count = ${pages}`);
  const much = JSON.stringify("x".repeat(1 << 20));
  const save = () =>
    windows.save([
      { name: "kept", body: '"after"' },
      { name: "new", body: much },
    ]);
  const signal = {
    kind: "stop" as const,
    repository: "acme/shop",
    receivedAt: "2026-11-02T10:00:00.000Z",
    why: "x".repeat(1 << 20),
  };
  const acknowledge = () => store.acknowledge("key", signal as never);
  await expect(save()).rejects.toThrow("database or disk is full");
  await expect(acknowledge()).rejects.toThrow("database or disk is full");
  expect(await windows.load()).toEqual(["before"]);
  expect(await store.pending()).toEqual([]);
  database.exec("pragma max_page_count = 100000");
  await save();
  expect(await acknowledge()).toBe(true);
  expect(await windows.load()).toHaveLength(2);
  expect(await store.pending()).toEqual(["key"]);
  database.close();
});
