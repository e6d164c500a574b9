import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { plantMemory } from "../../marketplace-demo/world/plant-memory.ts";
import { fingerprint } from "../../src/observe/fingerprint.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { sqliteMemoryJournal } from "../../src/store/sqlite-memory-journal.ts";

it("plants what SRE-Space takes for its own, while it runs", () => {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-planted-"));
  const database = openDatabase(join(directory, "state.sqlite"));
  try {
    const journal = sqliteMemoryJournal(database);
    const memory = {
      service: "storefront",
      operation: "GET /policies",
      symptom: "errors" as const,
      mechanism: "error path changed",
      files: ["services/storefront/clients/call-service.ts"],
    };
    const now = Date.parse("2026-01-19T12:00:00Z");
    plantMemory(directory, "Fernhill/marketplace", [memory, { ...memory, symptom: "latency" }], now);
    const of = { ...memory, repository: "Fernhill/marketplace", environment: "production" };
    expect(journal.ofRepository("fernhill/marketplace").toReversed()).toMatchObject([
      {
        ...memory,
        fingerprint: fingerprint(of),
        closedAt: "2026-01-05T12:01:00.000Z",
        remedy: "revert",
        ending: "healed",
        person: null,
      },
      { symptom: "latency", fingerprint: fingerprint({ ...of, symptom: "latency" }) },
    ]);
    // Planted again it takes no other place.
    plantMemory(directory, "Fernhill/marketplace", [memory], now);
    expect(journal.count()).toBe(2);
  } finally {
    database.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
