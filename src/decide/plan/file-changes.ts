import type { FileChange } from "../../contracts/change-set.ts";
import type { File } from "../../contracts/ports/repo-reader.ts";
import type { ChangedTree } from "./changed-tree.ts";
import { countLines } from "./count-lines.ts";
import { sameFile } from "./same-file.ts";
import type { Tree } from "./tree.ts";

/** What differs between the head and the tree that was made of it, by path. */
export async function fileChanges(head: Tree, made: ChangedTree): Promise<FileChange[]> {
  const changes = await Promise.all(
    [...made.changed].map(async ([path, after]) => changeOf(path, await head.file(path), after)),
  );
  return changes.flatMap((change) => change ?? []).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function changeOf(path: string, before: File | null, after: File | null): FileChange | null {
  if (before === after || (before && after && sameFile(before, after))) return null;
  return {
    path,
    mode: (after ?? before)?.mode === "100755" ? "100755" : "100644",
    before: before && { blob: before.blob, content: before.content },
    after: after && { content: after.content, ...(after.binary ? { blob: after.blob } : {}) },
    ...countLines(before?.content ?? "", after?.content ?? ""),
  };
}
