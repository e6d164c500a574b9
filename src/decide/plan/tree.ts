import type { File, RepoReader } from "../../contracts/ports/repo-reader.ts";

/** The files of one moment. */
export interface Tree {
  file(path: string): Promise<File | null>;
  /** Every path with its blob and mode; null where GitHub did not list them all. */
  entries(): Promise<ReadonlyMap<string, { blob: string; mode: string }> | null>;
}

/** The tree of a commit. What was read once is not asked for again. */
export function treeAt(reader: RepoReader, ref: string): Tree {
  const files = new Map<string, Promise<File | null>>();
  let listed: ReturnType<Tree["entries"]> | undefined;
  return {
    file(path) {
      let file = files.get(path);
      if (!file) {
        file = reader.file(path, ref);
        files.set(path, file);
      }
      return file;
    },
    entries() {
      listed ??= reader
        .tree(ref)
        .then(({ entries, truncated }) =>
          truncated ? null : new Map(entries.map(({ path, blob, mode }) => [path, { blob, mode }])),
        );
      return listed;
    },
  };
}
