import type { File } from "../../contracts/ports/repo-reader.ts";
import type { Tree } from "./tree.ts";

/** A tree with changes on top that nobody has written yet. */
export interface ChangedTree extends Tree {
  /** Null deletes. */
  put(path: string, file: File | null): void;
  /** What was put, in any order. */
  readonly changed: ReadonlyMap<string, File | null>;
}

export function changedTree(base: Tree): ChangedTree {
  const changed = new Map<string, File | null>();
  return {
    changed,
    put: (path, file) => void changed.set(path, file),
    async file(path) {
      const put = changed.get(path);
      return put === undefined ? base.file(path) : put;
    },
    async entries() {
      const below = await base.entries();
      if (below === null) return null;
      const all = new Map(below);
      for (const [path, file] of changed) {
        if (file) all.set(path, { blob: file.blob, mode: file.mode });
        else all.delete(path);
      }
      return all;
    },
  };
}
