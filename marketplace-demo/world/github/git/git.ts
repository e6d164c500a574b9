import { type CatFile, type GitObject, openCatFile } from "./cat-file.ts";
import { type DiffFile, diffTrees, EMPTY_TREE } from "./diff.ts";
import { isAncestor, mergeBase, range } from "./history.ts";
import {
  type Commit,
  formatCommit,
  formatTag,
  formatTree,
  parseCommit,
  parseTag,
  parseTree,
  type Tag,
  type TreeEntry,
} from "./objects.ts";
import { readRefs } from "./read-refs.ts";
import { openRefUpdater } from "./ref-updater.ts";
import { runGitOk } from "./run-git.ts";
import { writeObject } from "./write-object.ts";

export type Ref = { name: string; sha: string; type: "commit" | "tag" | "tree" | "blob" };
export const ZERO = "0".repeat(40);

/** One bare repository. Reads go through a long-lived process; answers about immutable objects are kept. */
export type Git = {
  dir: string;
  /** The commit that a branch, tag, `refs/…` or (possibly short) SHA names, or null. */
  resolve(rev: string): Promise<string | null>;
  object(name: string): Promise<GitObject | null>;
  info(name: string): Promise<{ oid: string; type: GitObject["type"]; size: number } | null>;
  commit(sha: string): Promise<Commit | null>;
  tag(sha: string): Promise<Tag | null>;
  tree(name: string): Promise<TreeEntry[] | null>;
  writeBlob(content: Buffer): Promise<string>;
  writeTree(entries: TreeEntry[]): Promise<string>;
  writeCommit(commit: Omit<Commit, "sha" | "signature">): Promise<string>;
  writeTag(tag: Omit<Tag, "sha">): Promise<string>;
  /** Refs under a prefix (`refs/heads/`), by name. */
  refs(prefix: string): Promise<Ref[]>;
  ref(name: string): Promise<string | null>;
  /** Compare-and-swap; false when the ref no longer stands at `before` (forty zeros: it must not exist). */
  swapRef(name: string, before: string, after: string): Promise<boolean>;
  /** Files between two trees or commits; null as `before` means the empty tree. */
  diff(before: string | null, after: string): Promise<DiffFile[]>;
  mergeBase(a: string, b: string): Promise<string | null>;
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  /** Commits that `head` reaches and `without` do not, children before parents, newest first. */
  range(head: string, ...without: string[]): Promise<string[]>;
  /** Commit names as `git rev-list` lists them, for what only git can select (paths, dates). */
  revList(args: string[]): Promise<string[]>;
  /** Work that changes refs, one at a time. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
};

const REMEMBERED = 20_000;

function remember<T>(known: Map<string, T>, key: string, value: T): T {
  if (known.size >= REMEMBERED) known.delete(known.keys().next().value!);
  known.set(key, value);
  return value;
}

export function openGit(dir: string): Git {
  const objects: CatFile = openCatFile(dir);
  const refs = openRefUpdater(dir);
  const commits = new Map<string, Commit>();
  const diffs = new Map<string, Promise<DiffFile[]>>();
  const ancestry = new Map<string, boolean>();
  const bases = new Map<string, string | null>();
  let turn: Promise<unknown> = Promise.resolve();

  const git: Git = {
    dir,
    async resolve(rev) {
      // A revision expression of git's own (`@{…}`, `^`, `:`) is no ref name on GitHub.
      if (/[\s~^:?*[\\]|\.\.|@\{|^-/.test(rev)) return null;
      const names = rev.startsWith("refs/")
        ? [rev]
        : [`refs/heads/${rev}`, `refs/tags/${rev}`, `refs/${rev}`];
      if (/^[0-9a-f]{40}$/.test(rev)) names.unshift(rev);
      else if (/^[0-9a-f]{4,39}$/.test(rev)) names.push(rev);
      if (rev === "HEAD") names.unshift("HEAD");
      for (const name of names) {
        const found = await objects.info(`${name}^{commit}`);
        if (found?.type === "commit") return found.oid;
      }
      return null;
    },
    object: (name) => objects.read(name),
    info: (name) => objects.info(name),
    async commit(sha) {
      const known = commits.get(sha);
      if (known) return known;
      const found = await objects.read(sha);
      if (found?.type !== "commit") return null;
      return remember(commits, sha, parseCommit(found.oid, found.content));
    },
    async tag(sha) {
      const found = await objects.read(sha);
      return found?.type === "tag" ? parseTag(found.oid, found.content) : null;
    },
    async tree(name) {
      const found = await objects.read(name);
      return found?.type === "tree" ? parseTree(found.content) : null;
    },
    writeBlob: (content) => writeObject(dir, "blob", content),
    writeTree: (entries) => writeObject(dir, "tree", formatTree(entries)),
    writeCommit: (commit) => writeObject(dir, "commit", formatCommit(commit)),
    writeTag: (tag) => writeObject(dir, "tag", formatTag(tag)),
    async refs(prefix) {
      const named = [...(await readRefs(dir))].filter(([name]) => name.startsWith(prefix));
      const found = await Promise.all(
        named.map(async ([name, sha]) => ({ name, sha, type: (await objects.info(sha))?.type ?? "commit" })),
      );
      return found;
    },
    async ref(name) {
      if (/[\s~^:?*[\\]|\.\.|@\{/.test(name)) return null;
      return (await objects.info(name))?.oid ?? null;
    },
    swapRef: (name, before, after) => refs.swap(name, before, after),
    diff(before, after) {
      const key = `${before ?? EMPTY_TREE} ${after}`;
      const known = diffs.get(key);
      if (known) return known;
      const made = diffTrees(dir, before ?? EMPTY_TREE, after);
      made.catch(() => diffs.delete(key));
      return remember(diffs, key, made);
    },
    async mergeBase(a, b) {
      const key = `${a} ${b}`;
      const known = bases.get(key);
      if (known !== undefined) return known;
      return remember(bases, key, await mergeBase(git.commit, a, b));
    },
    async isAncestor(ancestor, descendant) {
      const key = `${ancestor} ${descendant}`;
      const known = ancestry.get(key);
      if (known !== undefined) return known;
      return remember(ancestry, key, await isAncestor(git.commit, ancestor, descendant));
    },
    range: (head, ...without) => range(git.commit, head, without),
    async revList(args) {
      const text = await runGitOk(dir, ["rev-list", ...args]);
      return text.split("\n").filter((line) => line !== "");
    },
    exclusive(work) {
      const result = turn.then(work, work);
      turn = result.catch(() => {});
      return result;
    },
    close() {
      objects.close();
      refs.close();
    },
  };
  return git;
}
