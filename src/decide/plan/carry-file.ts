import type { File } from "../../contracts/ports/repo-reader.ts";
import type { ChangedTree } from "./changed-tree.ts";
import { findMoved } from "./find-moved.ts";
import { mergeFile } from "./merge-file.ts";
import { sameFile } from "./same-file.ts";
import type { Tree } from "./tree.ts";

/** What becomes of one file: its path before and after; null where it is not there. */
export interface FileMove {
  was: string | null;
  becomes: string | null;
}

/** `done`: whether anything had to be changed, and whether other changes of the file were kept. */
export type Carried =
  | { kind: "done"; path: string; changed: boolean; merged: boolean }
  | { kind: "conflict"; path: string; reason: string }
  | { kind: "refused"; path: string; reason: string };

/**
 * Does to the tree that stands today what made `to` of `from`, for one file. Where that is not beyond doubt nothing is
 * done, and the answer says why. Git decides the same or conflicts too; where it would not, see docs/remedies.md.
 */
export async function carryFile(
  { was, becomes }: FileMove,
  from: Tree,
  to: Tree,
  today: ChangedTree,
): Promise<Carried> {
  if (was === null) return becomes === null ? done("", false) : bring(becomes, from, to, today);
  if (becomes === null) return takeAway(was, from, today);
  return was === becomes ? change(was, from, to, today) : rename(was, becomes, from, to, today);
}

async function takeAway(path: string, from: Tree, today: ChangedTree): Promise<Carried> {
  const [was, now] = await Promise.all([from.file(path), today.file(path)]);
  const odd = oddity(path, was, now);
  if (odd) return odd;
  if (!was) return refused(path, "could not be read as it was");
  if (!now)
    return (await findMoved(was, from, today)) === "nowhere"
      ? done(path, false)
      : conflict(path, "is to be taken away, and may have moved to another path since");
  if (!sameFile(was, now)) return conflict(path, "is to be taken away, and has changed since");
  today.put(path, null);
  return done(path, true);
}

async function bring(path: string, from: Tree, to: Tree, today: ChangedTree): Promise<Carried> {
  const [old, now] = await Promise.all([to.file(path), today.file(path)]);
  const odd = oddity(path, old, now);
  if (odd) return odd;
  if (!old) return refused(path, "could not be read as it is to be");
  if (now)
    return sameFile(now, old)
      ? done(path, false)
      : conflict(path, "is to be brought in, and stands there with other content");
  if (!(await hasRoomFor(path, from, today)))
    return conflict(path, "is to be brought in, and its folder is not what it was");
  today.put(path, old);
  return done(path, true);
}

async function change(path: string, from: Tree, to: Tree, today: ChangedTree): Promise<Carried> {
  const [was, old, there] = await Promise.all([from.file(path), to.file(path), today.file(path)]);
  const odd = oddity(path, was, old, there);
  if (odd) return odd;
  if (!was || !old) return refused(path, "could not be read before and after");
  let now = there;
  if (!now) {
    const moved = await findMoved(was, from, today);
    if (moved === "nowhere") return conflict(path, "was deleted since");
    if (moved === "unsure") return conflict(path, "is gone or moved since");
    now = await today.file(moved.path);
    const strange = oddity(moved.path, now);
    if (strange) return strange;
    if (!now) return conflict(path, "is gone or moved since");
  }
  const merged = mergeFile(was, now, old);
  if (merged === null)
    return conflict(
      now.path,
      now.binary ? "is binary and has changed since" : "was changed again on the same lines since",
    );
  if (sameFile(merged, now)) return done(now.path, false);
  today.put(now.path, merged);
  return done(now.path, true, !sameFile(was, now));
}

async function rename(
  path: string,
  becomes: string,
  from: Tree,
  to: Tree,
  today: ChangedTree,
): Promise<Carried> {
  const [was, old, now, back] = await Promise.all([
    from.file(path),
    to.file(becomes),
    today.file(path),
    today.file(becomes),
  ]);
  const odd = oddity(path, was, old, now, back);
  if (odd) return odd;
  if (!was || !old) return refused(path, "could not be read before and after");
  if (!now)
    return back && sameFile(back, old) && (await nothingNew(from, today, [becomes]))
      ? done(path, false)
      : conflict(path, "is to be renamed, and is gone or moved since");
  // To a merge an empty file that is renamed is one gone and another one come.
  if (was.content === "" && !was.binary && !sameFile(was, now))
    return conflict(path, "was empty when it was renamed, and has changed since");
  if (back) return conflict(becomes, "is to be the name of a file again, and stands there already");
  if (folderOf(path) !== folderOf(becomes) && !(await mayLeave(path, becomes, from, today)))
    return refused(
      path,
      `moves to ${becomes}, and others came into its folder since; that is not undone by machine`,
    );
  const merged = mergeFile(was, now, old);
  if (merged === null) return conflict(path, "was changed again on the same lines since");
  today.put(path, null);
  today.put(becomes, { ...merged, path: becomes });
  return done(becomes, true, !sameFile(was, now));
}

/**
 * Whether a file can move to another folder and nothing else need follow. Git may read it as a move of the whole folder,
 * or of one above it, and take along what others put there since
 * (https://git-scm.com/docs/directory-rename-detection).
 */
async function mayLeave(path: string, becomes: string, from: Tree, today: Tree): Promise<boolean> {
  if (!(await hasRoomFor(becomes, from, today))) return false;
  const [then, now] = await Promise.all([from.entries(), today.entries()]);
  if (then === null || now === null) return false;
  const root = path.slice(0, path.indexOf("/") + 1);
  return ![...now.keys()].some((one) => one.startsWith(root) && !then.has(one));
}

/** Whether today's tree has no path that the other one lacked, but these. */
async function nothingNew(from: Tree, today: Tree, but: readonly string[]): Promise<boolean> {
  const [then, now] = await Promise.all([from.entries(), today.entries()]);
  if (then === null || now === null) return false;
  return ![...now.keys()].some((path) => !then.has(path) && !but.includes(path));
}

/** Whether a file can stand at that path: no file where a folder must be, no folder in its place, the folder not moved. */
async function hasRoomFor(path: string, from: Tree, today: Tree): Promise<boolean> {
  const [then, now] = await Promise.all([from.entries(), today.entries()]);
  if (then === null || now === null) return false;
  const paths = [...now.keys()];
  if (paths.some((one) => one.startsWith(`${path}/`) || path.startsWith(`${one}/`))) return false;
  for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder.slice(0, -1))) {
    const inside = (one: string) => one.startsWith(folder);
    if ([...then.keys()].some(inside) && !paths.some(inside)) return false;
  }
  return true;
}

/** What is no plain file is never planned. */
function oddity(path: string, ...files: (File | null)[]): Carried | null {
  for (const file of files) {
    if (!file) continue;
    if (file.mode === "160000") return refused(path, "is a submodule");
    if (file.mode === "120000") return refused(path, "is a symbolic link");
    if (file.mode !== "100644" && file.mode !== "100755")
      return refused(path, `has the mode ${file.mode}, which is no plain file`);
  }
  return null;
}

/** With its slash at the end; empty for the root. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

function done(path: string, changed: boolean, merged = false): Carried {
  return { kind: "done", path, changed, merged };
}

function conflict(path: string, why: string): Carried {
  return { kind: "conflict", path, reason: `${path} ${why}.` };
}

function refused(path: string, why: string): Carried {
  return { kind: "refused", path, reason: `${path} ${why}.` };
}
