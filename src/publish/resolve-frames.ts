import type { Evidence, Frame } from "../contracts/evidence.ts";
import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { Sha } from "../contracts/repository.ts";

/**
 * Finds the repository's file for each in-app frame, at the revision that failed: the one path that shares
 * the longest tail with what the process saw; none where two do, or where only the file's name agrees and
 * the process named a folder.
 */
export async function resolveFrames(
  evidence: Evidence,
  revision: Sha,
  reader: RepoReader,
): Promise<(frame: Frame) => string | null> {
  const { entries } = await reader.tree(revision);
  const byName = new Map<string, string[]>();
  for (const { path } of entries) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  const found = new Map<string, string | null>();
  for (const item of evidence.items) {
    const frames =
      item.kind === "exception" ? item.frames : item.kind === "span-shift" && item.code ? [item.code] : [];
    for (const { path } of frames) {
      if (!found.has(path)) found.set(path, bestMatch(path, byName));
    }
  }
  return (frame) => found.get(frame.path) ?? null;
}

function bestMatch(path: string, byName: ReadonlyMap<string, readonly string[]>): string | null {
  const seen = path
    .replace(/^[a-z]+:\/\//i, "")
    .replaceAll("\\", "/")
    .split("/")
    .filter(Boolean)
    .reverse();
  const scored = (byName.get(seen[0] ?? "") ?? [])
    .map((candidate) => ({ candidate, shared: sharedTail(candidate.split("/").reverse(), seen) }))
    .sort((a, b) => b.shared - a.shared);
  const [best, second] = scored;
  if (!best || best.shared === second?.shared) return null;
  const whole = best.shared === best.candidate.split("/").length || best.shared === seen.length;
  return whole || best.shared > 1 ? best.candidate : null;
}

function sharedTail(one: readonly string[], other: readonly string[]): number {
  let shared = 0;
  while (shared < one.length && one[shared] === other[shared]) shared++;
  return shared;
}
