import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { chromaMemory } from "../../src/memory/chroma-memory.ts";
import { startChromaProcess } from "../../src/memory/chroma-process.ts";
import { ownChroma, remoteChroma } from "../../src/memory/chroma-server.ts";
import type { Embedding } from "../../src/memory/embedding.ts";
import { localEmbedding } from "../../src/memory/local-embedding.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { sqliteMemoryJournal } from "../../src/store/sqlite-memory-journal.ts";
import { aRecollection, someLooks } from "./a-recollection.ts";

const PATIENT = { timeout: 50_000, interval: 50 };
const ending: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), "sre-space-memory-"));
  ending.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function remember(dir: string, embedding: Embedding = localEmbedding) {
  const server = ownChroma(join(dir, "chroma"));
  const journal = sqliteMemoryJournal(openDatabase(join(dir, "state.sqlite")));
  const told: (string | null)[] = [];
  const memory = chromaMemory({
    server,
    journal,
    embedding: async () => embedding,
    changed: (reason) => told.push(reason),
  });
  ending.push(() => memory.stop());
  return { server, journal, memory, told };
}

/** The times of a thousandth of a second apart, as ids carry them. */
const idAt = (n: number, fingerprint = "0123456789ab") =>
  `${(1_767_614_400_000 + n).toString(36)}-${fingerprint}`;

describe("memory in Chroma", () => {
  it("starts nothing until there is something to remember, and finds it by its fingerprint then", async () => {
    const { memory, server, journal } = remember(directory());
    memory.start();
    expect(await memory.recall(someLooks, 5)).toEqual([]);
    expect(memory.state()).toEqual({ state: "asleep", waiting: 0 });
    expect(server.pid()).toBeNull();
    await memory.remember(aRecollection());
    // Known at once, wherever it is by now.
    expect(await memory.recall(someLooks, 5)).toEqual([{ recollection: aRecollection(), exact: true }]);
    await expect.poll(() => journal.count(), PATIENT).toBe(0);
    expect(server.pid()).not.toBeNull();
    expect(await memory.recall(someLooks, 5)).toEqual([{ recollection: aRecollection(), exact: true }]);
    expect(memory.state()).toEqual({ state: "ready", waiting: 0 });
  });

  it("tells the same fingerprint first, the latest first, and then what looks alike", async () => {
    const { memory, journal } = remember(directory());
    const other = (n: number, signatures: string[], service = "quotes") =>
      aRecollection({
        incident: idAt(n, `00000000000${n}`),
        fingerprint: `00000000000${n}`,
        service,
        signatures,
        files: [],
      });
    await memory.remember(aRecollection({ incident: idAt(1) }));
    await memory.remember(aRecollection({ incident: idAt(2), ending: "not-healed" }));
    await memory.remember(other(3, ["certificate has expired"], "mailer"));
    await memory.remember(other(4, ["TypeError Cannot read properties of undefined (reading ?) price"]));
    await memory.remember(other(5, ["pool exhausted: no connection within ?ms"], "policies"));
    await expect.poll(() => journal.count(), PATIENT).toBe(0);
    const found = await memory.recall(someLooks, 4);
    expect(found.slice(0, 3).map(({ recollection, exact }) => [recollection.incident, exact])).toEqual([
      [idAt(2), true],
      [idAt(1), true],
      [idAt(4, "000000000004"), false],
    ]);
    const unseen = await memory.recall(
      { ...someLooks, fingerprint: "ffffffffffff", service: "policies", signatures: ["pool exhausted"] },
      1,
    );
    expect(unseen.map(({ recollection }) => recollection.service)).toEqual(["policies"]);
  });

  it("keeps one of each incident, the latest word on it", async () => {
    const { memory, journal } = remember(directory());
    await memory.remember(aRecollection());
    await expect.poll(() => journal.count(), PATIENT).toBe(0);
    await memory.remember(aRecollection({ person: "landed-it-again" }));
    await expect.poll(() => journal.count(), PATIENT).toBe(0);
    const found = await memory.recall(someLooks, 5);
    expect(found.map(({ recollection }) => recollection.person)).toEqual(["landed-it-again"]);
  });

  it("outlives its process: what it knew it knows again, and what waits is written", async () => {
    const { memory, server, journal } = remember(directory());
    await memory.remember(aRecollection());
    await expect.poll(() => journal.count(), PATIENT).toBe(0);
    const first = server.pid();
    process.kill(first!, "SIGKILL");
    await memory.remember(aRecollection({ incident: idAt(9) }));
    await expect.poll(() => journal.count(), PATIENT).toBe(0);
    expect(server.pid()).not.toBe(first);
    expect(await memory.recall(someLooks, 5)).toHaveLength(2);
  });

  it("is gone, says so, keeps what is to be remembered, and writes it when it is back", async () => {
    const dir = directory();
    const data = join(dir, "elsewhere");
    let chroma = await startChromaProcess(data);
    ending.push(() => chroma.stop());
    const server = remoteChroma(chroma.url);
    const journal = sqliteMemoryJournal(openDatabase(join(dir, "state.sqlite")));
    const told: (string | null)[] = [];
    const memory = chromaMemory({
      server,
      journal,
      embedding: async () => localEmbedding,
      changed: (reason) => told.push(reason),
    });
    ending.push(() => memory.stop());
    memory.start();
    await memory.remember(aRecollection());
    await expect.poll(() => journal.count(), PATIENT).toBe(0);
    await chroma.stop();
    await memory.remember(aRecollection({ incident: idAt(9) }));
    await expect.poll(() => memory.state().state, PATIENT).toBe("away");
    expect(memory.state()).toMatchObject({ waiting: 1, reason: expect.stringContaining("chromadb") });
    // What waits is still known.
    const found = await memory.recall(someLooks, 5);
    expect(found.map(({ recollection }) => recollection.incident)).toEqual([idAt(9)]);
    chroma = await startChromaProcess(data, Number(new URL(chroma.url).port));
    await expect.poll(() => memory.state(), PATIENT).toEqual({ state: "ready", waiting: 0 });
    expect(await memory.recall(someLooks, 5)).toHaveLength(2);
    expect(told).toEqual([expect.any(String), null]);
  });

  it("finds with other vectors what was kept with the old ones", async () => {
    const dir = directory();
    const first = remember(dir);
    await first.memory.remember(aRecollection());
    await expect.poll(() => first.journal.count(), PATIENT).toBe(0);
    await first.memory.stop();
    const other: Embedding = {
      id: "of-this-test-4",
      embed: async (texts) => texts.map((text) => [1, text.length % 7, 0, 1]),
    };
    const second = remember(dir, other);
    second.memory.start();
    expect(await second.memory.recall({ ...someLooks, fingerprint: "ffffffffffff" }, 5)).toEqual([
      { recollection: aRecollection(), exact: false },
    ]);
    const client = await second.server.client();
    expect((await client.listCollections()).map(({ name }) => name.split(".").at(-1))).toEqual([other.id]);
  });

  it("forgets the oldest beyond its bound, and not the newest", async () => {
    const { memory, journal } = remember(directory());
    for (let n = 0; n < 1_040; n++) journal.keep(aRecollection({ incident: idAt(n), issue: n }));
    memory.start();
    await expect.poll(() => journal.count(), PATIENT).toBe(0);
    const found = await memory.recall(someLooks, 2_000);
    expect(found).toHaveLength(1_000);
    expect(found[0]?.recollection.issue).toBe(1_039);
    expect(found.at(-1)?.recollection.issue).toBe(40);
  });
});
