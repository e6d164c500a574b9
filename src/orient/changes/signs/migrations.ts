import type { ChangeClass } from "../../mechanisms/change-class.ts";
import type { Edit } from "../edit.ts";
import type { ClassifiedChange } from "./found.ts";

/** What a migration does, in SQL or in a migrator's own words. The first of each class is enough. */
const RULES: readonly (readonly [RegExp, ChangeClass])[] = [
  [
    /\bdrop\s{1,4}index\b|\b(?:remove_index|drop_index|dropIndex|removeIndex|RemoveIndex|DropIndex)\b/i,
    "index removed",
  ],
  [
    /\b(?:drop\s{1,4}column|rename\s{1,4}(?:column|to)|drop\s{1,4}table|alter\s{1,4}column\s{1,4}\S{1,60}\s{1,4}(?:set\s{1,4}data\s{1,4})?type)\b|\b(?:remove_column|rename_column|drop_column|dropColumn|renameColumn|RemoveField|RenameField|DropColumn|RenameColumn|drop_table|dropTable|rename_table|change_column|AlterField|alter_column)\b/i,
    "column removed or renamed",
  ],
  [
    /\badd\s{1,4}constraint\b|\bset\s{1,4}not\s{1,4}null\b|\bnot\s{1,4}null\b|\bunique\b|\bcheck\s{0,4}\(|\bforeign\s{1,4}key\b|\breferences\b|\b(?:add_foreign_key|change_column_null|AddConstraint|addNotNullConstraint|addUniqueConstraint|addForeignKeyConstraint|add_check_constraint|notNullable|addConstraint)\b|null: false/i,
    "constraint added",
  ],
];

/** Statements that keep everybody else from the table while they work (postgresql.org/docs/current/explicit-locking.html). */
const LOCKS =
  /\bcreate\s{1,4}(?:unique\s{1,4})?index\b(?!\s{1,4}concurrently)|\balter\s{1,4}column\s{1,4}\S{1,60}\s{1,4}(?:set\s{1,4}data\s{1,4})?type\b|\bset\s{1,4}not\s{1,4}null\b|\block\s{1,4}table\b|\bvacuum\s{1,4}full\b|\breindex\b(?!.{0,40}concurrently)|\balter\s{1,4}table\b.{0,80}\brebuild\b|\boptimize\s{1,4}table\b|\bcluster\s{1,4}\w|\b(?:add_index|change_column)\b/i;

/** Rows that are written anew, all in the one transaction of the migration. */
const ROWS =
  /^\s{0,8}(?:update\s{1,4}\S{1,60}\s{1,4}set\b|delete\s{1,4}from\b)|\b(?:update_all|delete_all|RunPython|bulk_update)\b/i;

/** Words with which a statement or a call of a migration begins to change something. */
const CHANGES =
  /^\s{0,8}(?:alter|create|drop|insert|update|delete|truncate|rename|grant|revoke)\b|\b(?:add_|remove_|change_|rename_|drop_|create_|execute)\w{0,30}/i;

export function migrations(edit: Edit): ClassifiedChange[] {
  const added = textsOf(edit, "added");
  const removed = textsOf(edit, "removed");
  const result: ClassifiedChange[] = [];
  const makesTables =
    added.some(({ text }) =>
      /\bcreate_table\b|\bcreateTable\b|\bcreate\s{1,4}table\b|\bCreateTable\b|\bCreateModel\b/i.test(text),
    ) &&
    !added.some(({ text }) =>
      /\balter\b|\b(?:change_|add_(?:foreign|check|column|reference|constraint)|AddField|AlterField)/i.test(
        text,
      ),
    );
  for (const [pattern, change] of RULES) {
    // A table that is new has no rows that a constraint could refuse, and no statement names it yet.
    if (change === "constraint added" && makesTables) continue;
    const hit = added.find(({ text }) => pattern.test(text));
    if (hit && !removed.some(({ text }) => pattern.test(text))) result.push({ change, line: hit.line });
  }
  // An index that the migration does not make any more.
  const index = /create\s{1,4}(?:unique\s{1,4})?index|add_index|createIndex|AddIndex/i;
  const lost = removed.find(({ text }) => index.test(text));
  if (lost && !added.some(({ text }) => index.test(text)))
    result.push({ change: "index removed", line: lost.line });
  const locked = added.find(
    ({ text }) => LOCKS.test(text) && !/\bconcurrently\b|create\s{1,4}table/i.test(text),
  );
  if (locked) result.push({ change: "lock added", line: locked.line });
  const rows = added.find(({ text }) => ROWS.test(text));
  if (rows) result.push({ change: "longer transaction", line: rows.line });
  // Built beside the requests, it changes neither what statements may say nor what they wait for.
  const beside = added.filter(({ text }) => index.test(text) && /\bconcurrently\b/i.test(text));
  const other = [...added, ...removed].some(({ text }) => CHANGES.test(text) && !index.test(text));
  if (beside.length > 0 && !other && !locked)
    return [...result, { change: "index added", line: beside[0]?.line ?? 1 }];
  result.push({ change: "schema changed", line: added[0]?.line ?? removed[0]?.line ?? 1 });
  return result;
}

/** Each changed line of a side, in words, with its place after the commit. */
function textsOf(edit: Edit, kind: "added" | "removed"): { text: string; line: number }[] {
  const side = kind === "added" ? edit.after : edit.before;
  const lines = new Map<number, { text: string; line: number }>();
  for (const token of side.tokens) {
    if (!side.touched(token)) continue;
    const own = lines.get(token.line);
    // A migrator's calls end with a bracket; words are parted by one blank.
    if (own) own.text += token.text === "(" ? "(" : ` ${token.text}`;
    else lines.set(token.line, { text: token.text, line: edit.lineOf(token) });
  }
  return [...lines.values()];
}
