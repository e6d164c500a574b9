import type { ChangeSet } from "../../contracts/change-set.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";
import type { Sha } from "../../contracts/repository.ts";
import { carryCommits, type WhyNot } from "./carry-commits.ts";
import { carrySummary } from "./carry-summary.ts";
import { newestFirst } from "./newest-first.ts";
import { subjectOf } from "./subject-of.ts";

/**
 * Undoes commits of the default branch on its head of today and keeps what landed after them: a single one, a merge, a
 * squash, or several. Also takes back a change of our own, by its merge. Refuses, with the reason, whatever it cannot
 * undo beyond doubt. Throws what the reader throws.
 */
export async function undoCommits(
  shas: readonly Sha[],
  reader: RepoReader,
): Promise<{ plan: Omit<ChangeSet, "remedy"> } | { whyNot: WhyNot }> {
  const ordered = await newestFirst(shas, reader);
  if ("reason" in ordered) return { whyNot: { reason: ordered.reason, conflicts: [] } };
  const answer = await carryCommits(ordered.order, "undo", reader);
  if ("whyNot" in answer) return answer;
  const { base, branch, commits, files } = answer.carry;
  const [newest] = commits;
  if (!newest) return { whyNot: { reason: "No commit is named that could be undone.", conflicts: [] } };
  const names = commits.map(({ sha }) => sha.slice(0, 7)).join(", ");
  if (files.length === 0) {
    const empty = commits.every((commit) => commit.files?.length === 0);
    const many = commits.length > 1;
    const reason = empty
      ? `${names} change${many ? "" : "s"} no file.`
      : `${names} ${many ? "are" : "is"} already reverted: ${branch} holds nothing of ${many ? "them" : "it"} any more.`;
    return { whyNot: { reason, conflicts: [] } };
  }
  const more = commits.length - 1;
  const title = `Revert "${subjectOf(newest, 150)}"${more > 0 ? ` and ${more} more commit${more > 1 ? "s" : ""}` : ""}`;
  const summary = carrySummary(`Undoes ${names}`, answer.carry);
  return {
    plan: { kind: "planned", base, reverts: commits.map(({ sha }) => sha), files, title, summary },
  };
}
