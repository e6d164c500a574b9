import type { ChangeSet } from "../../contracts/change-set.ts";
import type { RepoReader } from "../../contracts/ports/repo-reader.ts";
import type { Sha } from "../../contracts/repository.ts";
import { carryCommits, type WhyNot } from "./carry-commits.ts";
import { carrySummary } from "./carry-summary.ts";
import { subjectOf } from "./subject-of.ts";

/**
 * Does what a commit did once more on today's head of the default branch: what healed before. A merge is what it brought to its first parent. Throws what the reader throws.
 */
export async function redoCommit(
  sha: Sha,
  reader: RepoReader,
): Promise<{ plan: Omit<ChangeSet, "remedy"> } | { whyNot: WhyNot }> {
  const answer = await carryCommits([sha], "redo", reader);
  if ("whyNot" in answer) return answer;
  const { base, branch, commits, files } = answer.carry;
  const [commit] = commits;
  const short = sha.slice(0, 7);
  if (!commit || files.length === 0)
    return {
      whyNot: {
        reason: `${branch} holds all that ${short} did, so there is nothing to do again.`,
        conflicts: [],
      },
    };
  const title = `Apply again "${subjectOf(commit, 170)}"`;
  const summary = carrySummary(`Does again what ${short} did,`, answer.carry);
  return { plan: { kind: "planned", base, reverts: [], files, title, summary } };
}
