import type { ChangeSet } from "../../contracts/change-set.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";
import type { Sha } from "../../contracts/repository.ts";
import { carryCommits, type WhyNot } from "./carry-commits.ts";
import { carrySummary } from "./carry-summary.ts";
import { newestFirst } from "./newest-first.ts";
import { subjectOf } from "./subject-of.ts";

/**
 * Does what commits did once more on today's head of the default branch, the oldest first: what healed before, or what was
 * reverted and is to land again. A merge is what it brought to its first parent. Throws what the reader throws.
 */
export async function redoCommits(
  shas: readonly Sha[],
  reader: RepoReader,
): Promise<{ plan: Omit<ChangeSet, "remedy"> } | { whyNot: WhyNot }> {
  const ordered = shas.length === 1 ? { order: shas } : await newestFirst(shas, reader);
  if ("reason" in ordered) return { whyNot: { reason: ordered.reason, conflicts: [] } };
  const answer = await carryCommits(ordered.order.toReversed(), "redo", reader);
  if ("whyNot" in answer) return answer;
  const { base, branch, commits, files } = answer.carry;
  const newest = commits.at(-1);
  const names = commits.map(({ sha }) => sha.slice(0, 7)).join(", ");
  if (!newest || files.length === 0)
    return {
      whyNot: {
        reason: `${branch} holds all that ${names} did, so there is nothing to do again.`,
        conflicts: [],
      },
    };
  const more = commits.length - 1;
  const title = `Apply again "${subjectOf(newest, 150)}"${more > 0 ? ` and ${more} more commit${more > 1 ? "s" : ""}` : ""}`;
  const summary = carrySummary(`Does again what ${names} did,`, answer.carry);
  return { plan: { kind: "planned", base, reverts: [], files, title, summary } };
}
