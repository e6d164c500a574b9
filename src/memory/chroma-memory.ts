import type { ChromaClient } from "chromadb";
import type {
  Looks,
  Memory,
  MemoryJournal,
  MemoryState,
  Recollection,
  Remembered,
} from "../contracts/ports/memory.ts";
import type { RepositoryName } from "../contracts/repository.ts";
import type { ChromaServer } from "./chroma-server.ts";
import type { Embedding } from "./embedding.ts";
import { type IncidentShelf, openShelf } from "./incident-shelf.ts";
import { rankByWords } from "./rank-by-words.ts";
import { textOf } from "./text-of.ts";
import { within } from "./within.ts";

/** Brain does not wait longer: it reasons without. */
const RECALL_MS = 4_000;
const WRITE_MS = 60_000;
const BATCH = 50;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
/** How soon it is known that it went away, or is back, where nobody asks it anything. */
const CHECK_MS = 5_000;

export interface ChromaMemory extends Memory {
  /** Brings up what is needed, and writes what waits; does not wait for it. */
  start(): void;
  /** What is being written comes to its end; the rest waits on the disk. */
  stop(): Promise<void>;
}

/**
 * Past incidents in Chroma. Everything goes through the journal, and from there to Chroma as soon as it can be
 * reached; until then the journal itself is searched, by fingerprint and words.
 */
export function chromaMemory(deps: {
  server: ChromaServer;
  journal: MemoryJournal;
  /** By what the policy of a repository lets leave for a model. */
  embedding(repository: RepositoryName): Promise<Embedding>;
  /** Is told when it goes away, and when it is back (null). */
  changed(reason: string | null): void;
}): ChromaMemory {
  const { server, journal } = deps;
  const shelves = new Map<string, { client: ChromaClient; shelf: Promise<IncidentShelf> }>();
  let away: string | null = null;
  let draining: Promise<void> | null = null;
  let retry: NodeJS.Timeout | null = null;
  let retryMs = FIRST_RETRY_MS;
  let checks: NodeJS.Timeout | undefined;
  let stopped = false;

  async function shelfOf(repository: RepositoryName): Promise<IncidentShelf> {
    const [client, embedding] = await Promise.all([server.client(), deps.embedding(repository)]);
    const key = `${repository.toLowerCase()} ${embedding.id}`;
    const open = shelves.get(key);
    if (open?.client === client) return open.shelf;
    const shelf = openShelf(client, repository, embedding);
    shelves.set(key, { client, shelf });
    // One that could not be opened is opened anew the next time.
    shelf.catch(() => shelves.get(key)?.shelf === shelf && shelves.delete(key));
    return shelf;
  }

  function note(error: unknown): void {
    const reason = error === null ? null : error instanceof Error ? error.message : String(error);
    // What was open may be gone with what failed.
    if (reason !== null) shelves.clear();
    if ((reason === null) !== (away === null)) deps.changed(reason);
    away = reason;
  }

  /** Asked again for as long as something waits, or it is away. */
  function again(): void {
    if (stopped || retry) return;
    retry = setTimeout(() => {
      retry = null;
      drain();
    }, retryMs).unref();
    retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
  }

  function drain(): void {
    if (stopped) return;
    draining ??= writeAll()
      .then(
        () => {
          retryMs = FIRST_RETRY_MS;
          note(null);
        },
        (error: unknown) => {
          if (stopped) return;
          note(error);
          again();
        },
      )
      .finally(() => {
        draining = null;
        // It came while the last look at the journal was over already.
        if (away === null && journal.count() > 0) drain();
      });
  }

  async function writeAll(): Promise<void> {
    if (journal.count() === 0) {
      if (server.hasSomething()) await within(WRITE_MS, "Reaching Chroma", server.client().then(alive));
      return;
    }
    for (;;) {
      const batch = journal.waiting(BATCH);
      if (batch.length === 0 || stopped) return;
      for (const [repository, entries] of Map.groupBy(batch, (one) => one.recollection.repository)) {
        const put = async () => {
          const shelf = await shelfOf(repository);
          await shelf.put(entries.map(({ recollection }) => recollection));
        };
        await within(WRITE_MS, "Writing to Chroma", put());
        for (const { recollection, revision } of entries) journal.done(recollection.incident, revision);
      }
    }
  }

  return {
    start() {
      drain();
      checks = setInterval(() => {
        if (retry === null) drain();
      }, CHECK_MS).unref();
    },
    async remember(recollection) {
      journal.keep(recollection);
      drain();
    },
    async recall(looks, limit) {
      const waiting = journal.ofRepository(looks.repository);
      let found: Remembered[] = [];
      if (server.hasSomething() && !stopped) {
        try {
          const ask = async () => (await shelfOf(looks.repository)).find(looks, limit);
          found = await within(RECALL_MS, "Asking Chroma", ask());
          note(null);
        } catch (error) {
          note(error);
          again();
        }
      }
      return joined(looks, found, waiting, limit);
    },
    state(): MemoryState {
      const waiting = journal.count();
      if (away !== null) return { state: "away", waiting, reason: away };
      return { state: server.hasSomething() || waiting > 0 ? "ready" : "asleep", waiting };
    },
    async stop() {
      stopped = true;
      if (retry) clearTimeout(retry);
      clearInterval(checks);
      await server.stop();
      await draining;
    },
  };
}

async function alive(client: ChromaClient): Promise<void> {
  await client.heartbeat();
}

/** What waits is newer than what was found of the same incident. */
async function joined(
  looks: Looks,
  found: readonly Remembered[],
  waiting: readonly Recollection[],
  limit: number,
): Promise<Remembered[]> {
  const newer = new Set(waiting.map(({ incident }) => incident));
  const isExact = (recollection: Recollection) => recollection.fingerprint === looks.fingerprint;
  const texts = waiting
    .filter((one) => !isExact(one))
    .map((one) => ({ id: one.incident, text: textOf(one) }));
  const alike = await rankByWords(textOf(looks), texts, limit);
  const rest = found.filter(({ recollection }) => !newer.has(recollection.incident));
  const told = (recollection: Recollection): Remembered => ({ recollection, exact: isExact(recollection) });
  return [
    ...waiting.filter(isExact).map(told),
    ...rest.filter(({ exact }) => exact),
    ...alike.flatMap((id) => waiting.filter(({ incident }) => incident === id)).map(told),
    ...rest.filter(({ exact }) => !exact),
  ].slice(0, limit);
}
