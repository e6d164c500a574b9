import type { RepoReader } from "../../contracts/ports/repo-reader.ts";
import type { Sha } from "../../contracts/repository.ts";

/** The reader tells no more between two commits; a list this long may be cut. */
const MOST_BETWEEN = 250;

/**
 * Commits of the default branch in the order in which they are undone: what contains another comes before it. Or why
 * that cannot be told. Throws what the reader throws.
 */
export async function newestFirst(
  shas: readonly Sha[],
  reader: RepoReader,
): Promise<{ order: Sha[] } | { reason: string }> {
  const head = await reader.defaultBranch();
  const later = new Map<Sha, Set<string>>();
  for (const sha of new Set(shas)) {
    const ahead = await reader.commitsBetween(head.sha, sha);
    const short = sha.slice(0, 7);
    if (ahead === null && (await reader.commit(sha)) === null)
      return { reason: `The repository has no commit ${short}.` };
    if (!ahead || ahead.length > 0)
      return { reason: `${short} is not part of ${head.name}, so it cannot be reverted there.` };
    const since = shas.length === 1 ? [] : await reader.commitsBetween(sha, head.sha);
    if (!since || since.length >= MOST_BETWEEN)
      return { reason: `Too much landed since ${short} to tell in which order to undo it and the others.` };
    later.set(sha, new Set(since.map((commit) => commit.sha)));
  }
  // Whatever contains another has fewer of them after it.
  const after = (sha: Sha) => [...later.keys()].filter((other) => later.get(sha)?.has(other)).length;
  return { order: [...later.keys()].toSorted((a, b) => after(a) - after(b)) };
}
