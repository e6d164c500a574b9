import type { Instant } from "../contracts/instant.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { RepoWriter } from "../contracts/ports/repo-writer.ts";
import type { Sha } from "../contracts/repository.ts";

/**
 * Merges the head that was judged and no other. `blocked` comes back without `stopped`: the branch's rules
 * refused for now (a check that GitHub still waits for, a base that moved this moment), so judge again; so does
 * `queued`, until the queue has merged it; `behind` is made anew on today's head;
 * every other refusal is a person's matter.
 */
export async function merge(
  input: {
    pullRequest: number;
    /** The head that Guardrail judged. */
    head: Sha;
    title: string;
    message: string;
    /** Whether the base branch is merged into by a queue. */
    queue: boolean;
    now: Instant;
  },
  ports: { writer: RepoWriter },
): Promise<{
  outcome: Pick<Outcome, "merge" | "stopped" | "behind">;
  blocked?: string;
  queued?: string;
}> {
  const { pullRequest: number, head, title, message, queue, now } = input;
  const answer = await ports.writer.merge({ number, head, title, message, queue });
  if (answer.merged) return { outcome: { merge: { sha: answer.sha, at: now } } };
  if (answer.why === "queued") return { outcome: {}, queued: answer.message };
  if (answer.why === "behind")
    return { outcome: { behind: { at: now, reason: "The branch must be up to date to be merged." } } };
  if (answer.why === "blocked") return { outcome: {}, blocked: answer.message };
  const reasons = {
    "head-moved": `Pull request #${number} was not merged: its head is not the one that was judged.`,
    conflict: `Pull request #${number} was not merged: it conflicts with what was merged meanwhile.`,
    "aimed-elsewhere": `Pull request #${number} was not merged: somebody has aimed it at another branch than the one that it was judged for.`,
    closed: `Pull request #${number} was closed without a merge.`,
  };
  return { outcome: { stopped: { at: now, reason: reasons[answer.why] } } };
}
