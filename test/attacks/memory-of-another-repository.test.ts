import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { chromaMemory } from "../../src/memory/chroma-memory.ts";
import { ownChroma } from "../../src/memory/chroma-server.ts";
import { collectionName } from "../../src/memory/collection-name.ts";
import { localEmbedding } from "../../src/memory/local-embedding.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { sqliteMemoryJournal } from "../../src/store/sqlite-memory-journal.ts";
import { aRecollection, someLooks } from "../memory/a-recollection.ts";

const PATIENT = { timeout: 50_000, interval: 50 };
const directory = mkdtempSync(join(tmpdir(), "sre-space-memory-"));
const server = ownChroma(join(directory, "chroma"));
const journal = sqliteMemoryJournal(openDatabase(":memory:"));
const memory = chromaMemory({ server, journal, embedding: async () => localEmbedding, changed: () => {} });
afterEach(async () => {
  await memory.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Everything about it is as in the victim's repository, but whose it is. */
const planted = aRecollection({ repository: "evil/shop", issue: 666, pullRequest: 667 });

it("is never told: not while it waits, not out of its own collection, not out of one that was tampered with", async () => {
  await memory.remember(planted);
  expect(await memory.recall(someLooks, 10)).toEqual([]);
  await expect.poll(() => journal.count(), PATIENT).toBe(0);
  expect(await memory.recall(someLooks, 10)).toEqual([]);
  // Names that a careless prefix or a careless hash would take for the same.
  for (const repository of ["acme/sho", "acme/shop-2", "acme/shop.git", "acmes/hop"])
    await memory.remember({ ...planted, repository, incident: `${repository.length}z-0123456789ab` });
  await expect.poll(() => journal.count(), PATIENT).toBe(0);
  expect(await memory.recall(someLooks, 10)).toEqual([]);

  // Whoever can write to Chroma puts a foreign incident, and things that are none, into the victim's collection.
  const client = await server.client();
  const collection = await client.getOrCreateCollection({
    name: collectionName("acme/shop", localEmbedding.id),
    embeddingFunction: null,
  });
  const forged = [
    JSON.stringify(planted),
    JSON.stringify({ ...aRecollection(), suspect: "main; rm -rf /" }),
    "{",
    JSON.stringify({ ...aRecollection(), signatures: Array(10_000).fill("x") }),
  ];
  await collection.upsert({
    ids: forged.map((_, n) => `mk13z6b${n}-0123456789ab`),
    embeddings: await localEmbedding.embed(forged),
    documents: forged,
    metadatas: forged.map((body) => ({ fingerprint: someLooks.fingerprint, body })),
  });
  expect(await memory.recall(someLooks, 10)).toEqual([]);
  // The repository's own is told beside all that, by whatever case its name is written in.
  await memory.remember(aRecollection({ incident: "mk13z6bz-0123456789ab" }));
  await expect.poll(() => journal.count(), PATIENT).toBe(0);
  const found = await memory.recall({ ...someLooks, repository: "Acme/Shop" }, 10);
  expect(found.map(({ recollection }) => recollection.repository)).toEqual(["acme/shop"]);
});
