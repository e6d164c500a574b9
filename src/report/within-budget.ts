/**
 * As many of the entries as fit into that many characters, in order, and how many were left out. Entries
 * are whole or not there at all, so that no fence or table is cut in the middle.
 */
export function withinBudget(
  entries: readonly string[],
  characters: number,
): { kept: string[]; left: number } {
  const kept: string[] = [];
  let used = 0;
  for (const entry of entries) {
    used += entry.length + 1;
    if (used > characters) break;
    kept.push(entry);
  }
  return { kept, left: entries.length - kept.length };
}
