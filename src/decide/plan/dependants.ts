import type { Commit, RepoReader } from "../../contracts/ports/repo-reader.ts";
import type { Sha } from "../../contracts/repository.ts";
import { brings } from "./brings.ts";
import { usesOf } from "./uses-of.ts";

/** Each costs a request or two. A pull request of more commits is a person's to take apart. */
const MOST = 20;

/** Which merged pull request brought a commit in; null where none did. */
export type BroughtBy = (sha: Sha) => Promise<number | null>;

/**
 * What was landed after a commit by the same pull request and rests on it: it changes a file in which undoing that commit
 * alone conflicts, or uses a name that it brought in; and what rests on that in its turn. Whoever undoes the one undoes the
 * others. Empty where the commit came in by itself. Throws what the reader throws.
 *
 * @param conflicts paths on which undoing it alone conflicts
 */
export async function dependants(
  sha: Sha,
  conflicts: readonly string[],
  reader: RepoReader,
  broughtBy: BroughtBy,
): Promise<{ pullRequest: number; commits: Sha[] } | null> {
  const pullRequest = await broughtBy(sha);
  if (pullRequest === null) return null;
  const head = await reader.defaultBranch();
  const since = (await reader.commitsBetween(sha, head.sha))?.filter(({ parents }) => parents.length === 1);
  // What one merge brought in stands together, but for what others landed while it was written.
  const near = since?.slice(0, MOST) ?? [];
  const numbers = await Promise.all(near.map((one) => broughtBy(one.sha)));
  const siblings = near.filter((_, i) => numbers[i] === pullRequest);
  if (siblings.length === 0) return null;
  const [first, ...rest] = await Promise.all(
    [sha, ...siblings.map((one) => one.sha)].map((one) => reader.commit(one)),
  );
  if (!first?.files) return null;
  const left = rest.filter((one) => one !== null);
  const taken: Commit[] = [first];
  for (let grew = true; grew; ) {
    const symbols = brings(taken.flatMap(({ files = [] }) => files));
    const users = new Set(usesOf(symbols, left).map((use) => use.sha));
    const rests = left.filter((one) => users.has(one.sha) || changes(one, conflicts));
    for (const one of rests) left.splice(left.indexOf(one), 1);
    taken.push(...rests);
    grew = rests.length > 0 && left.length > 0;
  }
  const commits = taken.slice(1).map((one) => one.sha);
  return commits.length > 0 ? { pullRequest, commits } : null;
}

function changes({ files = [] }: Commit, paths: readonly string[]): boolean {
  return files.some(({ path, previousPath }) => paths.includes(path) || paths.includes(previousPath ?? path));
}
