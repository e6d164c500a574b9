import type { File } from "../../contracts/ports/repo-reader.ts";

/** Whether the bytes are the same. What was put together in memory has no blob of the repository's yet. */
export function sameContent(a: File, b: File): boolean {
  return (a.blob !== "" && a.blob === b.blob) || (!a.binary && !b.binary && a.content === b.content);
}

export function sameFile(a: File, b: File): boolean {
  return a.mode === b.mode && sameContent(a, b);
}
