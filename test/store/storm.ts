/** Alerts without end into the store that its argument names; says of each when it is kept and when it is done. */
import { writeSync } from "node:fs";
import { openDatabase } from "../../src/store/open-database.ts";
import { sqliteIncidents } from "../../src/store/sqlite-incidents.ts";

const store = sqliteIncidents(openDatabase(process.argv[2] as string), () => {});

async function send(sender: number): Promise<void> {
  for (let at = 0; ; at++) {
    const key = `${sender}-${at}`;
    const kept = await store.acknowledge(key, {
      kind: "alert",
      source: "generic",
      repositories: ["acme/market"],
      receivedAt: "2026-11-22T10:00:05.000Z",
      alerts: [],
    });
    if (kept) writeSync(1, `kept ${key}\n`);
    void store.done(key).then(() => writeSync(1, `done ${key}\n`));
  }
}

for (let sender = 0; sender < 20; sender++) void send(sender);
