import type { FileChange } from "../../contracts/change-set.ts";
import type { File, FilePatch, RepoReader } from "../../contracts/ports/repo-reader.ts";
import type { Sha } from "../../contracts/repository.ts";
import { mergeText } from "./merge-text.ts";

/** A file of the commit, undone. No changes: the branch holds nothing of it any more. */
export type Undone =
  | { kind: "changes"; changes: Omit<FileChange, "added" | "removed">[]; merged: boolean }
  | { kind: "conflict"; path: string; reason: string }
  | { kind: "refused"; path: string; reason: string };

/** The commit to undo, its first parent, and the head on which it is undone. */
export interface Places {
  commit: Sha;
  parent: Sha;
  head: Sha;
}

/** Longer texts are generated; matching their lines costs more than it tells. */
const LONGEST_TEXT = 2_000_000;

/** Undoes what a commit did to one file. */
export async function undoFile(patch: FilePatch, places: Places, reader: RepoReader): Promise<Undone> {
  const path = patch.path;
  switch (patch.status) {
    case "unchanged":
      return { kind: "changes", changes: [], merged: false };
    case "added":
    case "copied":
      return undoAdded(path, places, reader);
    case "removed":
      return undoRemoved(path, places, reader);
    case "renamed":
      return undoRenamed(path, patch.previousPath ?? path, places, reader);
    default:
      return undoModified(path, places, reader);
  }
}

async function undoAdded(path: string, places: Places, reader: RepoReader): Promise<Undone> {
  const [was, now] = await Promise.all([reader.file(path, places.commit), reader.file(path, places.head)]);
  const odd = oddity(path, was, now);
  if (odd) return odd;
  if (!was) return refused(path, "could not be read at the commit");
  if (!now) {
    return (await mayHaveMoved(places, reader))
      ? conflict(path, "is gone since, perhaps to another path")
      : { kind: "changes", changes: [], merged: false };
  }
  if (now.blob !== was.blob || now.mode !== was.mode)
    return conflict(path, "was added by it and has changed since");
  return {
    kind: "changes",
    changes: [{ path, mode: modeOf(now), before: side(now), after: null }],
    merged: false,
  };
}

async function undoRemoved(path: string, places: Places, reader: RepoReader): Promise<Undone> {
  const [old, now] = await Promise.all([reader.file(path, places.parent), reader.file(path, places.head)]);
  const odd = oddity(path, old, now);
  if (odd) return odd;
  if (!old) return refused(path, "could not be read before the commit");
  if (now) {
    return now.blob === old.blob && now.mode === old.mode
      ? { kind: "changes", changes: [], merged: false }
      : conflict(path, "was removed by it and stands there again with other content");
  }
  if (!(await hasRoomFor(path, places, reader)))
    return conflict(path, "was removed by it, and its folder is not what it was");
  return {
    kind: "changes",
    changes: [{ path, mode: modeOf(old), before: null, after: { content: old.content } }],
    merged: false,
  };
}

async function undoModified(path: string, places: Places, reader: RepoReader): Promise<Undone> {
  const [was, old, now] = await Promise.all([
    reader.file(path, places.commit),
    reader.file(path, places.parent),
    reader.file(path, places.head),
  ]);
  const odd = oddity(path, was, old, now);
  if (odd) return odd;
  if (!was || !old) return refused(path, "could not be read before and after the commit");
  if (!now) return conflict(path, "was changed by it and is gone or moved since");
  const merged = merge(was, now, old);
  if (merged === null) return conflict(path, "was changed again on the same lines since");
  if (merged.content === now.content && merged.mode === now.mode)
    return { kind: "changes", changes: [], merged: false };
  return {
    kind: "changes",
    changes: [{ path, mode: merged.mode, before: side(now), after: { content: merged.content } }],
    merged: now.blob !== was.blob,
  };
}

async function undoRenamed(
  path: string,
  previous: string,
  places: Places,
  reader: RepoReader,
): Promise<Undone> {
  // Git may read a move between folders as a move of the whole folder, and take later files along.
  if (folderOf(path) !== folderOf(previous))
    return refused(path, `was moved from ${previous}; moves between folders are not undone by machine`);
  const [was, old, now, back] = await Promise.all([
    reader.file(path, places.commit),
    reader.file(previous, places.parent),
    reader.file(path, places.head),
    reader.file(previous, places.head),
  ]);
  const odd = oddity(path, was, old, now, back);
  if (odd) return odd;
  if (!was || !old) return refused(path, "could not be read before and after the commit");
  if (
    !now &&
    back &&
    back.blob === old.blob &&
    back.mode === old.mode &&
    !(await mayHaveMoved(places, reader, previous))
  ) {
    return { kind: "changes", changes: [], merged: false };
  }
  if (!now) return conflict(path, "was renamed by it and is gone or moved since");
  if (back) return conflict(previous, "was renamed by it and stands there again");
  const merged = merge(was, now, old);
  if (merged === null) return conflict(path, "was changed again on the same lines since");
  return {
    kind: "changes",
    changes: [
      { path, mode: modeOf(now), before: side(now), after: null },
      { path: previous, mode: merged.mode, before: null, after: { content: merged.content } },
    ],
    merged: now.blob !== was.blob,
  };
}

/** Base what the commit made, ours what stands today, theirs what stood before. */
function merge(was: File, now: File, old: File): { content: string; mode: FileChange["mode"] } | null {
  if (Math.max(was.content.length, now.content.length, old.content.length) > LONGEST_TEXT) return null;
  const content = mergeText(was.content, now.content, old.content);
  // With two modes to choose from, two of the three always agree.
  const mode = was.mode === now.mode ? old.mode : now.mode;
  return content === null ? null : { content, mode: mode === "100755" ? "100755" : "100644" };
}

/** What is no plain text file is never planned. */
function oddity(path: string, ...files: (File | null)[]): Undone | null {
  for (const file of files) {
    if (!file) continue;
    if (file.mode === "160000") return refused(path, "is a submodule");
    if (file.mode === "120000") return refused(path, "is a symbolic link");
    if (file.mode !== "100644" && file.mode !== "100755")
      return refused(path, `has the mode ${file.mode}, which is no plain file`);
    if (file.binary) return refused(path, "is binary");
  }
  return null;
}

/** Whether the branch has paths that the commit lacked: a file that is gone may be one of them now. */
async function mayHaveMoved(places: Places, reader: RepoReader, except?: string): Promise<boolean> {
  const [then, now] = await Promise.all([reader.tree(places.commit), reader.tree(places.head)]);
  if (then.truncated || now.truncated) return true;
  const before = new Set(then.entries.map((entry) => entry.path));
  return now.entries.some((entry) => entry.path !== except && !before.has(entry.path));
}

/** Whether a file can stand at that path again: no file where a folder must be, no folder in its place, the folder not moved. */
async function hasRoomFor(path: string, places: Places, reader: RepoReader): Promise<boolean> {
  const [then, now] = await Promise.all([reader.tree(places.commit), reader.tree(places.head)]);
  if (then.truncated || now.truncated) return false;
  if (now.entries.some((entry) => entry.path.startsWith(`${path}/`) || path.startsWith(`${entry.path}/`)))
    return false;
  for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder.slice(0, -1))) {
    const inside = (entry: { path: string }) => entry.path.startsWith(folder);
    if (then.entries.some(inside) && !now.entries.some(inside)) return false;
  }
  return true;
}

/** With its slash at the end; empty for the root. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

function side(file: File): { blob: string; content: string } {
  return { blob: file.blob, content: file.content };
}

function modeOf(file: File): FileChange["mode"] {
  return file.mode === "100755" ? "100755" : "100644";
}

function conflict(path: string, why: string): Undone {
  return { kind: "conflict", path, reason: `${path} ${why}.` };
}

function refused(path: string, why: string): Undone {
  return { kind: "refused", path, reason: `${path} ${why}.` };
}
