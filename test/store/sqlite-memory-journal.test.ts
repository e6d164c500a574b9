import { describe, expect, it } from "vitest";
import { openDatabase } from "../../src/store/open-database.ts";
import { sqliteMemoryJournal } from "../../src/store/sqlite-memory-journal.ts";
import { aRecollection } from "../memory/a-recollection.ts";

describe("the journal of memory", () => {
  it("keeps one row for each incident, the latest, until that very one is written", () => {
    const journal = sqliteMemoryJournal(openDatabase(":memory:"));
    journal.keep(aRecollection({ issue: 1 }));
    const [first] = journal.waiting(10);
    journal.keep(aRecollection({ issue: 2 }));
    // What was written meanwhile was the older: the newer still waits.
    journal.done(first!.recollection.incident, first!.revision);
    expect(journal.waiting(10).map(({ recollection }) => recollection.issue)).toEqual([2]);
    expect(journal.count()).toBe(1);
    const [second] = journal.waiting(10);
    journal.done(second!.recollection.incident, second!.revision);
    journal.keep(aRecollection({ issue: 3 }));
    // A revision is never given twice.
    journal.done(second!.recollection.incident, second!.revision);
    expect(journal.count()).toBe(1);
  });

  it("tells a repository what is its own, whatever the case of its name, the newest first", () => {
    const journal = sqliteMemoryJournal(openDatabase(":memory:"));
    journal.keep(aRecollection({ incident: "m1-0123456789ab" }));
    journal.keep(aRecollection({ incident: "m2-0123456789ab", repository: "ACME/shop" }));
    journal.keep(aRecollection({ incident: "m3-0123456789ab", repository: "acme/other" }));
    expect(journal.ofRepository("acme/Shop").map(({ incident }) => incident)).toEqual([
      "m2-0123456789ab",
      "m1-0123456789ab",
    ]);
  });

  it("drops what another release wrote, and goes on", () => {
    const database = openDatabase(":memory:");
    const journal = sqliteMemoryJournal(database);
    database.exec("insert into memory_journal (incident, repository, body) values ('x', 'acme/shop', '{}')");
    journal.keep(aRecollection());
    expect(journal.waiting(10)).toHaveLength(1);
    expect(journal.count()).toBe(1);
  });
});
