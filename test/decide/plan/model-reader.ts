import { createHash } from "node:crypto";
import type { FilePatch, RepoReader } from "../../../src/contracts/ports/repo-reader.ts";
import type { Files } from "./generated-histories.ts";

/**
 * A reader over trees in memory, each a commit on the one before; `patches` says what each does to its files.
 * @param sha of the commit at that place
 */
export function modelReader(
  trees: readonly Files[],
  sha: (i: number) => string,
  patches: (sha: string) => FilePatch[],
): RepoReader {
  const treeOf = (ref: string) => trees[trees.findIndex((_, i) => sha(i) === ref)] as Files;
  const blobOf = (content: string) =>
    createHash("sha1")
      .update(`blob ${content.length}\0`)
      .update(Buffer.from(content, "latin1"))
      .digest("hex");
  const commit = (i: number) => ({
    sha: sha(i),
    parents: i === 0 ? [] : [sha(i - 1)],
    tree: "",
    message: `change ${i}`,
    author: { name: "T" },
    committedAt: "2026-01-01T00:00:00.000Z",
    url: "",
  });
  const at = (ref: string) => trees.findIndex((_, i) => sha(i) === ref);
  return {
    repository: "acme/shop",
    defaultBranch: async () => ({ name: "main", sha: sha(trees.length - 1) }),
    commit: async (ref) => (at(ref) < 0 ? null : { ...commit(at(ref)), files: patches(ref) }),
    async commitsBetween(base, head) {
      return trees.map((_, i) => commit(i)).slice(at(base) + 1, Math.max(at(base), at(head)) + 1);
    },
    commitsSince: async () => [],
    async file(path, ref) {
      const file = treeOf(ref).get(path);
      if (!file) return null;
      const binary = file.content.includes("\0");
      return {
        path,
        mode: file.mode,
        blob: blobOf(file.content),
        content: binary ? "" : file.content,
        binary,
      };
    },
    async tree(ref) {
      const entries = [...treeOf(ref)].map(([path, { mode, content }]) => ({
        path,
        mode,
        blob: blobOf(content),
      }));
      return { entries, truncated: false };
    },
    deployments: async () => [],
  };
}
