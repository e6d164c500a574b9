import { createHash } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { PlantedMemory } from "./fault-catalogue.ts";

const TWO_WEEKS = 14 * 24 * 3_600_000;

/**
 * Writes memories into what SRE-Space keeps of earlier incidents, in the very form in which it keeps them itself: rows
 * of the journal from which its memory is filled. They tell of incidents that never were, each two weeks old and healed
 * by taking a commit back. Nothing else of it is touched, and nothing tells it that they are false.
 *
 * @param dataDirectory of the service, which may be running
 * @param repository OWNER/REPO
 * @param now epoch milliseconds
 */
export function plantMemory(
  dataDirectory: string,
  repository: string,
  memories: readonly PlantedMemory[],
  now: number,
): void {
  const database = new DatabaseSync(join(dataDirectory, "state.sqlite"));
  try {
    database.exec("pragma busy_timeout = 5000");
    const keep = database.prepare(
      "insert or replace into memory_journal (incident, repository, body) values (?, lower(?), ?)",
    );
    for (const [index, memory] of memories.entries()) {
      const then = now - TWO_WEEKS - index * 60_000;
      const body = bodyOf(memory, repository, then);
      keep.run(body.incident, repository, JSON.stringify(body));
    }
  } finally {
    database.close();
  }
}

function bodyOf(memory: PlantedMemory, repository: string, then: number) {
  const { service, operation, symptom, mechanism, files } = memory;
  const parts = [repository.toLowerCase(), "production", service, operation, symptom];
  const fingerprint = createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 12);
  const incident = `${then.toString(36)}-${fingerprint}`;
  return {
    repository,
    fingerprint,
    service,
    operation,
    symptom,
    signatures: [],
    incident,
    closedAt: new Date(then + 60_000).toISOString(),
    // A commit that the repository no longer knows, as after a history that was written anew.
    suspect: createHash("sha1").update(incident).digest("hex"),
    mechanism,
    files,
    patch: null,
    remedy: "revert",
    issue: null,
    pullRequest: null,
    ending: "healed",
    person: null,
  };
}
