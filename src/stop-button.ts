import { MergesStopped } from "./contracts/merges-stopped.ts";
import type { IncidentStore } from "./contracts/ports/incident-store.ts";
import type { RepositoryName } from "./contracts/repository.ts";
import { STOP_LABEL } from "./contracts/stop-label.ts";

/** As `LoopPorts["stop"]`, and what asks it at the last hop before a merge. */
export function stopButton(ports: {
  store: Pick<IncidentStore, "paused">;
  operator(): Promise<string | null>;
  /** The open issue that carries the stop label; null where none does. */
  stopIssue(repository: RepositoryName): Promise<number | null>;
}) {
  /** Repositories in which a person has asked to stop, while it is read whether they may. */
  const asked = new Map<RepositoryName, number>();

  async function why(repository: RepositoryName): Promise<string | null> {
    const operator = await ports.operator();
    if (operator !== null) return operator;
    if (asked.has(repository)) return "A person asks to stop, and it is being read whether they may.";
    if (await ports.store.paused(repository))
      return "A person has paused SRE-Space in this repository; /sre resume lets it go on.";
    const issue = await ports.stopIssue(repository);
    if (issue === null) return null;
    return `Issue #${issue} carries the label ${STOP_LABEL}; without it, or once it is closed, merges go on.`;
  }
  /** What cannot be read stops. */
  const closed = (repository: RepositoryName) =>
    why(repository).catch(
      () => "It cannot be read whether somebody has stopped SRE-Space here, so that nothing is merged.",
    );

  return {
    why: closed,
    /** Stops at once, for as long as it takes to decide whether it stays so. */
    async whileDeciding<T>(repository: RepositoryName, decide: () => Promise<T>): Promise<T> {
      asked.set(repository, (asked.get(repository) ?? 0) + 1);
      try {
        return await decide();
      } finally {
        const left = (asked.get(repository) ?? 1) - 1;
        if (left > 0) asked.set(repository, left);
        else asked.delete(repository);
      }
    },
    async mayMerge(repository: RepositoryName): Promise<void> {
      const reason = await closed(repository);
      if (reason !== null) throw new MergesStopped(reason);
    },
  };
}
