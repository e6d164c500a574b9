import { diffArrays } from "diff";
import { splitLines } from "./split-lines.ts";

/** Lines added and removed between two texts, by a shortest edit script. */
export function countLines(before: string, after: string): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  for (const part of diffArrays(splitLines(before), splitLines(after))) {
    if (part.added) added += part.count;
    if (part.removed) removed += part.count;
  }
  return { added, removed };
}
