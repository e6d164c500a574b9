/** Senders use one token each, a few at most. */
const KEPT = 100;

/**
 * Remembers tokens that were found good: an exporter shows the same one with every batch, and it stays good
 * for as long as the process has its secret. What is refused is looked at anew each time, so that a guesser
 * fills nothing. The answer for one token is always the same array.
 */
export function rememberTokens(
  read: (token: string) => readonly string[] | null,
): (token: string | undefined) => readonly string[] | null {
  const known = new Map<string, readonly string[]>();
  return (token) => {
    if (token === undefined) return null;
    const before = known.get(token);
    if (before !== undefined) return before;
    const repositories = read(token);
    if (repositories === null) return null;
    if (known.size >= KEPT) known.delete(known.keys().next().value as string);
    known.set(token, repositories);
    return repositories;
  };
}
