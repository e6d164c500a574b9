import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { historyOf } from "../src/history.ts";
import { openDatabase } from "../src/store/open-database.ts";
import { sqliteIncidents } from "../src/store/sqlite-incidents.ts";
import { wholeIncident } from "./report/a-whole-incident.ts";

let folder: string;
let store: ReturnType<typeof sqliteIncidents>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sre-history-"));
  store = sqliteIncidents(openDatabase(join(folder, "state.sqlite")), () => {});
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

let ids = 0;
/** An incident of that repository that began so many seconds after 12:00. */
function incident(repository: string, seconds: number, service = "quotes", blastRadius: string[] = []) {
  const whole = wholeIncident();
  const at = new Date(Date.parse("2026-03-02T12:00:00.000Z") + seconds * 1000).toISOString();
  return {
    ...whole,
    id: `x${++ids}-0123456789ab`,
    version: 0,
    repository,
    anomaly: { ...whole.anomaly, repository, service, blastRadius, onset: { at, earliest: at, latest: at } },
  };
}

it("counts the unrelated repositories that broke at the same time, each once", async () => {
  const mine = incident("acme/shop", 0);
  const others = [
    incident("acme/billing", 30, "billing"),
    incident("acme/billing", 60, "ledger"),
    incident("acme/search", -100, "search"),
    incident("acme/late", 600, "late"),
    incident("acme/gateway", 20, "gateway", ["quotes"]),
    incident("acme/shop", 10, "policies"),
  ];
  for (const one of [mine, ...others]) await store.put(one);
  expect((await historyOf(mine, store, null)).failingElsewhere).toBe(2);
});

it("tells the fixes that are still open: neither merged, nor closed, nor given up", async () => {
  const mine = incident("acme/shop", 0);
  const branch = { name: "sre-space/x", commit: "c".repeat(40) };
  const pullRequest = { number: 5, url: "", head: "c".repeat(40), draft: true };
  const open = { ...incident("acme/shop", 10), closed: null, outcome: { branch, pullRequest } };
  const others = [
    open,
    { ...open, id: `x${++ids}-0123456789ab`, outcome: {} },
    {
      ...open,
      id: `x${++ids}-0123456789ab`,
      outcome: { branch, pullRequest, merge: { sha: "d".repeat(40), at: open.openedAt } },
    },
    {
      ...open,
      id: `x${++ids}-0123456789ab`,
      closed: { at: open.openedAt, as: "resolved-by-person" as const },
    },
  ];
  for (const one of [mine, ...others]) await store.put({ ...one, version: 0 });
  const { openFixes } = await historyOf(mine, store, null);
  expect(openFixes).toEqual([{ id: open.id, fingerprint: open.anomaly.fingerprint, pullRequest: 5 }]);
});
