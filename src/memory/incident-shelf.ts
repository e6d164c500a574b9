import type { ChromaClient, Collection } from "chromadb";
import { type Looks, Recollection } from "../contracts/ports/memory.ts";
import type { RepositoryName } from "../contracts/repository.ts";
import { collectionName, collectionsOf } from "./collection-name.ts";
import type { Embedding } from "./embedding.ts";
import { fuseRanks } from "./fuse-ranks.ts";
import { rankByWords } from "./rank-by-words.ts";
import { textOf } from "./text-of.ts";

/** Incidents kept of one repository; beyond it the oldest go. */
const MOST = 1_000;
const BATCH = 100;
/** Looked at of each ranking. */
const DEEP = 20;

/** The incidents of one repository in Chroma. */
export interface IncidentShelf {
  put(recollections: readonly Recollection[]): Promise<void>;
  /** Ids with the same fingerprint, the latest first, and then others by how alike they look. */
  find(looks: Looks, limit: number): Promise<{ recollection: Recollection; exact: boolean }[]>;
}

/**
 * Opens them, and fetches what was kept with vectors of another kind, which are made anew. Vectors are ours: Chroma's
 * own function would download a model.
 */
export async function openShelf(
  client: ChromaClient,
  repository: RepositoryName,
  embedding: Embedding,
): Promise<IncidentShelf> {
  const name = collectionName(repository, embedding.id);
  const collection = await client.getOrCreateCollection({
    name,
    embeddingFunction: null,
    configuration: { hnsw: { space: "cosine" } },
  });

  async function put(recollections: readonly Recollection[]): Promise<void> {
    const texts = recollections.map(textOf);
    const embeddings = await embedding.embed(texts);
    await collection.upsert({
      ids: recollections.map(({ incident }) => incident),
      embeddings,
      documents: texts,
      metadatas: recollections.map((one) => ({ fingerprint: one.fingerprint, body: JSON.stringify(one) })),
    });
    const { ids } = await collection.get({ include: [] });
    // An incident's id begins with its time.
    const tooMany = inTime(ids).slice(0, Math.max(0, ids.length - MOST));
    if (tooMany.length > 0) await collection.delete({ ids: tooMany });
  }

  for (const other of await collectionsWith(client, collectionsOf(repository))) {
    if (other.name === name) continue;
    const known = new Set((await collection.get({ include: [] })).ids);
    const all = (await other.get({ include: ["metadatas"] })).metadatas.flatMap((one) =>
      readBody(one, repository),
    );
    const missing = all.filter(({ incident }) => !known.has(incident));
    for (let i = 0; i < missing.length; i += BATCH) await put(missing.slice(i, i + BATCH));
    await client.deleteCollection({ name: other.name });
  }

  async function byWords(text: string): Promise<string[]> {
    const { ids, documents } = await collection.get({ include: ["documents"] });
    return rankByWords(
      text,
      ids.map((id, i) => ({ id, text: documents[i] ?? "" })),
      DEEP,
    );
  }

  /** Where the vector cannot be made, words serve. */
  async function byVector(text: string): Promise<string[]> {
    const queryEmbeddings = await embedding.embed([text]).catch(() => null);
    if (queryEmbeddings === null) return [];
    return (await collection.query({ queryEmbeddings, nResults: DEEP, include: [] })).ids[0] ?? [];
  }

  return {
    put,
    async find(looks, limit) {
      const text = textOf(looks);
      const same = await collection.get({ where: { fingerprint: looks.fingerprint }, include: [] });
      const exact = inTime(same.ids).toReversed();
      // A vector of the question may cost money: what is known by its fingerprint is found without.
      const rankings = await Promise.all([byWords(text), exact.length > 0 ? [] : byVector(text)]);
      const others = fuseRanks(rankings).filter((id) => !exact.includes(id));
      const wanted = [...exact, ...others].slice(0, limit);
      if (wanted.length === 0) return [];
      const { metadatas } = await collection.get({ ids: wanted, include: ["metadatas"] });
      const found = new Map(
        metadatas.flatMap((one) => readBody(one, repository)).map((one) => [one.incident, one]),
      );
      return wanted.flatMap((id) => {
        const recollection = found.get(id);
        return recollection ? [{ recollection, exact: recollection.fingerprint === looks.fingerprint }] : [];
      });
    },
  };
}

/** What was kept, if it is of this release's form, and of this repository whatever collection it lay in. */
function readBody(metadata: unknown, repository: RepositoryName): Recollection[] {
  try {
    const { body } = metadata as { body: string };
    const read = Recollection.parse(JSON.parse(body));
    return read.repository.toLowerCase() === repository.toLowerCase() ? [read] : [];
  } catch {
    return [];
  }
}

async function collectionsWith(client: ChromaClient, prefix: string): Promise<Collection[]> {
  const found: Collection[] = [];
  for (let offset = 0; ; offset += BATCH) {
    const page = await client.listCollections({ limit: BATCH, offset });
    found.push(...page.filter(({ name }) => name.startsWith(prefix)));
    if (page.length < BATCH) return found;
  }
}

function inTime(ids: readonly string[]): string[] {
  const time = (id: string) => Number.parseInt(id.split("-")[0] ?? "", 36);
  return ids.toSorted((a, b) => time(a) - time(b) || (a < b ? -1 : 1));
}
