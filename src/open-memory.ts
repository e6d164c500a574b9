import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Logger } from "pino";
import type { Settings } from "./contracts/settings.ts";
import { chromaMemory } from "./memory/chroma-memory.ts";
import { ownChroma, remoteChroma } from "./memory/chroma-server.ts";
import { localEmbedding } from "./memory/local-embedding.ts";
import type { policyShelf } from "./policy-shelf.ts";
import { sqliteMemoryJournal } from "./store/sqlite-memory-journal.ts";

/** Memory of past incidents: the Chroma that is named, else one of our own; what it cannot take at once waits in the store. */
export async function openMemory(
  settings: Pick<Settings, "model" | "chromaUrl" | "dataDir">,
  database: DatabaseSync,
  policies: Pick<ReturnType<typeof policyShelf>, "get">,
  log: Logger,
) {
  const remote = settings.model
    ? (await import("./memory/openai-embedding.ts")).openAiEmbedding(
        settings.model,
        localEmbedding,
        (reason) => log.warn({ reason }, "Embeddings are made here and not by the model's endpoint."),
      )
    : null;
  return chromaMemory({
    server: settings.chromaUrl
      ? remoteChroma(settings.chromaUrl)
      : ownChroma(join(settings.dataDir, "chroma")),
    journal: sqliteMemoryJournal(database),
    async embedding(repository) {
      if (!remote) return localEmbedding;
      const { policy } = await policies.get(repository);
      return policy.model.send === "none" ? localEmbedding : remote;
    },
    changed: (reason) =>
      reason === null
        ? log.info("Memory is reached again.")
        : log.warn(
            { reason },
            "Memory is away: Brain reasons without it, and what is to be kept waits on the disk.",
          ),
  });
}
