import type { ReadFile } from "./changes/read-change.ts";
import { wordsOf } from "./changes/words-of.ts";
import { statementWords, tablesOf } from "./statement-words.ts";

/** An index as SQL and migrators take it away. */
const DROPS =
  /\bdrop\s{1,4}index\b|\b(?:remove_index|drop_index|dropIndex|removeIndex|RemoveIndex|DropIndex)\b/i;
const CREATES =
  /\bcreate\s{1,4}(?:unique\s{1,4})?index\b|\b(?:add_index|createIndex|AddIndex|CreateIndex)\b/i;

/**
 * An index that a change takes away and that the query looks like one for: its name, or what stands beside it, says the table
 * and a column by which the query asks. Null where there is none.
 */
export function lostIndex(
  files: readonly ReadFile[],
  query: string,
): { name: string; path: string; line: number } | null {
  const conditions = /\b(?:where|on|order by|group by)\b(.*)$/is.exec(query)?.[1] ?? "";
  const tables = tablesOf(query).map((table) => wordsOf(table));
  const columns = statementWords(conditions)
    .filter((word) => !tables.some((table) => table.join("_") === word))
    .map((column) => wordsOf(column));
  for (const changed of files) {
    if (changed.kind !== "migration" && changed.kind !== "query") continue;
    for (const { lines } of changed.hunks) {
      for (const [i, line] of lines.entries()) {
        const taken =
          (line.kind === "added" && DROPS.test(line.text)) ||
          (line.kind === "removed" && CREATES.test(line.text));
        if (!taken) continue;
        // A migrator's call may go on over lines.
        const text = lines
          .slice(i, i + 3)
          .map((one) => one.text)
          .join(" ")
          .slice(0, 400);
        const said = new Set(wordsOf(text.slice(0, 119)).concat(wordsOf(text.slice(119, 238))));
        const says = (name: readonly string[]) =>
          name.length > 0 &&
          name.every((word) => said.has(word) || said.has(`${word}s`) || said.has(word.replace(/s$/, "")));
        if (tables.some(says) && columns.some(says)) {
          const name =
            /\b([a-z]\w*_\w{3,80})\b/i.exec(text.replace(DROPS, "").replace(CREATES, ""))?.[1] ?? "of that";
          return { name, path: changed.path, line: Math.max(1, line.after ?? line.before ?? 1) };
        }
      }
    }
  }
  return null;
}
