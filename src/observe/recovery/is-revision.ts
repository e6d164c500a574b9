const SHORTEST = 7;

/** Whether what a process says it runs is that commit, which either may have abbreviated. */
export function isRevision(said: string, commit: string): boolean {
  const a = said.toLowerCase();
  const b = commit.toLowerCase();
  if (Math.min(a.length, b.length) < SHORTEST) return false;
  return a.startsWith(b) || b.startsWith(a);
}
