import type { ChangeSet } from "../contracts/change-set.ts";
import type { Instant } from "../contracts/instant.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { RepoWriter } from "../contracts/ports/repo-writer.ts";
import { branchName } from "./branch-name.ts";

/**
 * The change set as one commit on a branch of its own. Stops where the branch is there with other content:
 * somebody else's work is not written over.
 */
export async function ensureBranch(
  input: {
    fingerprint: string;
    issue: number;
    /** How many changes were merged before it for this incident; a rollback counts with the one that it takes back. */
    attempt: number;
    rollback: boolean;
    changes: ChangeSet;
    message: string;
    /** Of the commit: the same at every repeat, so that it becomes the same SHA. */
    date: Instant;
    /** Whether the base branch demands signed commits. */
    signed: boolean;
    now: Instant;
  },
  ports: { writer: RepoWriter },
): Promise<Pick<Outcome, "branch"> | Pick<Outcome, "stopped">> {
  const name = branchName(input);
  const answer = await ports.writer.ensureBranch({
    name,
    base: input.changes.base,
    files: input.changes.files,
    message: input.message,
    date: input.date,
    signed: input.signed,
  });
  if ("conflict" in answer) {
    const reason = `The branch ${name} is there already, with content that is not this change (${answer.conflict.slice(0, 7)}). Delete or rename it, then comment /sre retry.`;
    return { stopped: { at: input.now, reason } };
  }
  return { branch: { name, commit: answer.commit } };
}
