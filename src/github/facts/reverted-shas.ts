/**
 * The commits that a message says it undoes, by the line that `git revert` writes
 * (https://git-scm.com/docs/git-revert). Full SHAs only: an abbreviated one could mean another commit.
 */
export function revertedShas(message: string): string[] {
  const lines = message.matchAll(/\bThis reverts commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)\b/g);
  return [...new Set([...lines].map((line) => line[1]!))];
}
