/** Git compares by lines, and by pieces of longer ones. */
const LONGEST_PIECE = 64;

/**
 * How much of the larger text stands in the other one, 0 to 1, the way git estimates it to find renames
 * (https://git-scm.com/docs/gitdiffcore#_diffcore_rename_for_detecting_renames_and_copies). Git hashes the pieces, so
 * its figure may differ by a little.
 */
export function similarity(a: string, b: string): number {
  const larger = Math.max(a.length, b.length);
  if (larger === 0) return 0;
  const counts = new Map<string, number>();
  for (const piece of piecesOf(a)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  let common = 0;
  for (const piece of piecesOf(b)) {
    const left = counts.get(piece) ?? 0;
    if (left === 0) continue;
    counts.set(piece, left - 1);
    common += piece.length;
  }
  return common / larger;
}

function* piecesOf(text: string): Generator<string> {
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== "\n" && i - start + 1 < LONGEST_PIECE) continue;
    yield text.slice(start, i + 1);
    start = i + 1;
  }
  if (start < text.length) yield text.slice(start);
}
