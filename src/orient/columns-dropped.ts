import type { ReadFile } from "./changes/read-change.ts";

/** Statements and calls of migrators by which a column goes, or goes by another name. */
const DROPS =
  /\bdrop\s{1,4}(?:column\s{1,4})(?:if\s{1,4}exists\s{1,4})?["'`[]?([\w$]{1,80})|\brename\s{1,4}(?:column\s{1,4})?["'`[]?([\w$]{1,80})["'`\]]?\s{1,4}to\b/i;
const CALLS =
  /\b(?:remove_columns?|drop_columns?|dropColumns?|removeColumn|RemoveColumn|DropColumn|rename_column|renameColumn|RenameColumn|RemoveField|RenameField|remove_reference|dropIfExists)\b|\bt\.(?:remove|rename)\b|^\s{0,40}(?:remove|rename)\s{1,4}:/;
const NAMED = /\b(?:name|old_name|columnName|oldColumnName|column)\s{0,2}[:=]\s{0,2}["']([\w$]{1,80})["']/;
const QUOTED = /["'`]([A-Za-z_][\w$]{0,80})["'`]|(?<![\w:]):([a-z_][\w$]{0,80})/g;
/** Lines over which a call may be written. */
const CALL_LINES = 5;
/** The keys of rows, and what every table has. */
const COMMON = /^(?:id|name|type|string|integer|text|boolean|references)$/;

/** Names of columns that a migration takes away, as it goes up: whoever still reads them does not find them. */
export function columnsDropped(files: readonly ReadFile[]): Set<string> {
  const names = new Set<string>();
  for (const { kind, path, hunks } of files) {
    if (kind !== "migration") continue;
    const lines = hunks.flatMap((hunk) => hunk.lines);
    if (/schema\.prisma$/.test(path)) {
      for (const { kind: side, text } of lines) {
        const field = /^\s{1,8}(\w{2,80})\s{1,20}[A-Z]\w{0,60}/.exec(text)?.[1];
        if (side === "removed" && field) names.add(field);
      }
      for (const { kind: side, text } of lines)
        if (side === "added") names.delete(/^\s{1,8}(\w{2,80})\s/.exec(text)?.[1] ?? "");
      continue;
    }
    let down = false;
    for (const [i, { kind: side, text }] of lines.entries()) {
      // What takes the migration back comes after it.
      if (
        /\b(?:def down|function down|exports\.down|downgrade|void Down|fun down|-- \+goose Down|-- migrate:down)\b/.test(
          text,
        )
      )
        down = true;
      if (side !== "added" || down) continue;
      const short = text.slice(0, 300);
      const [, dropped, renamed] = DROPS.exec(short) ?? [];
      const said = dropped ?? renamed;
      if (said && !/^(?:column|table|index|constraint)$/i.test(said)) names.add(said);
      if (!CALLS.test(short)) continue;
      const call = lines.slice(i, i + CALL_LINES).map((one) => one.text.slice(0, 300));
      const named = call.map((one) => NAMED.exec(one)?.[1]).find((one) => one !== undefined);
      const quoted = [...short.matchAll(QUOTED)].map((match) => match[1] ?? match[2] ?? "");
      // The table comes first, where it is said on the same line.
      const own =
        quoted.length > 1 && !/\bt(?:able)?(?:\.|->)/.test(short) ? quoted.slice(1, 2) : quoted.slice(0, 1);
      for (const name of named ? [named] : own) names.add(name);
    }
  }
  return new Set([...names].filter((name) => name.length >= 3 && !COMMON.test(name)));
}
