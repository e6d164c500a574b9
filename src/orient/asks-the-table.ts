import type { EvidenceItem } from "../contracts/evidence.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { wordsOf } from "./changes/words-of.ts";
import { tablesOf } from "./statement-words.ts";

/**
 * Whether a file changes the schema of a table that a service asks, be the file anybody's: several services may share a
 * database, and whoever asks feels what the owner changes.
 */
export function asksTheTable(
  service: string,
  { kind, hunks }: ReadFile,
  items: readonly EvidenceItem[],
): boolean {
  if (kind !== "migration") return false;
  const tables = items.flatMap((item) =>
    item.kind === "span-shift" && item.service === service ? tablesOf(item.detail ?? "") : [],
  );
  if (tables.length === 0) return false;
  const said = hunks.flatMap(({ lines }) =>
    lines
      .filter(({ kind: side }) => side !== "same")
      .map(({ text }) => wordsOf(text.slice(0, 119)).join(" ")),
  );
  return tables.some((table) => said.some((text) => ` ${text} `.includes(` ${wordsOf(table).join(" ")} `)));
}
