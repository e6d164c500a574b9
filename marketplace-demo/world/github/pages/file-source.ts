/** The longest file that is shown line by line. */
const MOST_LINES = 20_000;

/** A blob as lines, or null where it is no text that a person would read. */
export function fileSource(content: Buffer): { lines: string[]; left: number } | null {
  if (content.length > 2 ** 20 || content.subarray(0, 8000).includes(0)) return null;
  const lines = content.toString("utf8").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return { lines: lines.slice(0, MOST_LINES), left: Math.max(0, lines.length - MOST_LINES) };
}
