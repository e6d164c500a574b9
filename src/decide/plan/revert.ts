import type { FileChange, Plan } from "../../contracts/change-set.ts";
import type { Diagnosis } from "../../contracts/diagnosis.ts";
import type { Commit, FilePatch, RepoReader } from "../../contracts/ports/repo-reader.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { countLines } from "./count-lines.ts";
import { type Undone, undoFile } from "./undo-file.ts";

/** GitHub lists no more files of a commit on a page; a list this long may be cut. */
const MOST_FILES = 300;

/**
 * Undoes the suspect commit on today's head of the default branch and keeps what landed after it: for
 * each file a three-way merge of base the commit's version, ours today's, theirs its first parent's
 * (https://git-scm.com/docs/git-revert, with `-m 1` for merges). Refuses, with the reason, whatever it
 * cannot undo beyond doubt.
 */
export async function planRevert(diagnosis: Diagnosis, reader: RepoReader): Promise<Plan> {
  const refuse = (reason: string, conflicts: string[] = []): Plan => ({
    kind: "unplanned",
    remedy: "revert",
    reason,
    conflicts,
  });
  if (!diagnosis.suspect) return refuse("The diagnosis names no commit to revert.");
  const [commit, head] = await Promise.all([reader.commit(diagnosis.suspect), reader.defaultBranch()]);
  if (!commit) return refuse(`The repository has no commit ${diagnosis.suspect.slice(0, 7)}.`);
  const short = commit.sha.slice(0, 7);
  const parent = commit.parents[0];
  if (!parent) return refuse(`${short} began the repository; there is nothing before it to go back to.`);
  const ahead = await reader.commitsBetween(head.sha, commit.sha);
  if (!ahead || ahead.length > 0)
    return refuse(`${short} is not part of ${head.name}, so it cannot be reverted there.`);
  if (!commit.files || commit.files.length >= MOST_FILES) {
    return refuse(`${short} changes so many files that GitHub may not list them all.`);
  }

  const places = { commit: commit.sha, parent, head: head.sha };
  const undone = await Promise.all(commit.files.map((file) => undoFile(file, places, reader)));
  const refused = undone.filter((one) => one.kind === "refused");
  if (refused.length > 0) return refuse(refused.map((one) => one.reason).join(" "));
  const conflicts = undone.filter((one) => one.kind === "conflict");
  if (conflicts.length > 0) {
    return refuse(conflicts.map((one) => one.reason).join(" "), conflicts.map((one) => one.path).toSorted());
  }
  const files = undone.flatMap((one) => (one.kind === "changes" ? one.changes : [])).map(withLines);
  if (files.length === 0) {
    return refuse(
      commit.files.length === 0
        ? `${short} changes no file.`
        : `${short} is already reverted: ${head.name} holds nothing of it any more.`,
    );
  }
  if (new Set(files.map((file) => file.path)).size < files.length) {
    return refuse(`${short} moves several files over each other; that is not undone by machine.`);
  }
  return {
    kind: "planned",
    remedy: "revert",
    base: head.sha,
    reverts: [commit.sha],
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    title: titleOf(commit),
    summary: summaryOf(commit, commit.files, files, undone),
  };
}

function withLines(change: Omit<FileChange, "added" | "removed">): FileChange {
  return { ...change, ...countLines(change.before?.content ?? "", change.after?.content ?? "") };
}

function titleOf(commit: Commit): string {
  const subject = sanitise(commit.message.split("\n")[0] ?? "", 180);
  return `Revert "${subject || commit.sha.slice(0, 7)}"`;
}

function summaryOf(
  commit: Commit,
  touched: readonly FilePatch[],
  files: readonly FileChange[],
  undone: readonly Undone[],
): string {
  const counted = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
  const added = files.reduce((sum, file) => sum + file.added, 0);
  const removed = files.reduce((sum, file) => sum + file.removed, 0);
  const merged = undone.filter((one) => one.kind === "changes" && one.merged).length;
  const sentences = [
    `Undoes ${commit.sha.slice(0, 7)} in ${counted(files.length, "file")} (${counted(added, "line")} added, ${removed} removed).`,
    merged > 0
      ? `${counted(merged, "file")} changed again after it; those later changes stay.`
      : "Nothing else has changed in these files since.",
  ];
  const rest =
    touched.length - undone.filter((one) => one.kind === "changes" && one.changes.length > 0).length;
  if (rest > 0) sentences.push(`${counted(rest, "file")} of it had been undone before.`);
  return sentences.join(" ");
}
