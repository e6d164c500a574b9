import type { FilePatch } from "../../contracts/ports/repo-reader.ts";
import type { FileMove } from "./carry-file.ts";

/** What a commit did to its files, or what undoing it does to them. */
export function fileMoves(files: readonly FilePatch[], direction: "undo" | "redo"): FileMove[] {
  return files.flatMap((file): FileMove[] => {
    const after = file.status === "removed" ? null : file.path;
    const before =
      file.status === "added" || file.status === "copied"
        ? null
        : file.status === "renamed"
          ? (file.previousPath ?? file.path)
          : file.path;
    if (file.status === "unchanged") return [];
    return [direction === "undo" ? { was: after, becomes: before } : { was: before, becomes: after }];
  });
}
