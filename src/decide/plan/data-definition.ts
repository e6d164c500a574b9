import type { FilePatch } from "../../contracts/ports/repo-reader.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { changedLines } from "./changed-lines.ts";

/** SQL's data definition, where a line begins with it or a string does. Quantifiers are bounded: lines are anybody's. */
const DEFINITION =
  /(?:^|["'`(])\s{0,20}(?:(?:create|alter|drop|rename|truncate)\s{1,20}(?:(?:or|replace|unique|global|temporary|materialized|if|not|exists)\s{1,20}){0,4}(?:table|index|view|type|column|schema|database|sequence|trigger|keyspace)\b|add\s{1,20}column\b)/i;
/** No line of code is longer, and what is looked for begins it. */
const LONGEST = 2_000;

/** The first statement of data definition in the lines that these files gain or lose, inert and short; null where none is. */
export function dataDefinition(files: readonly FilePatch[]): string | null {
  for (const { patch } of files)
    for (const line of [...changedLines(patch, "+"), ...changedLines(patch, "-")]) {
      const found = DEFINITION.exec(line.slice(0, LONGEST));
      if (found)
        return sanitise(
          line
            .slice(found.index)
            .trim()
            .replace(/^["'`(]+/, ""),
          60,
        );
    }
  return null;
}
