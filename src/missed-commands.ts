import type { RepoFacts } from "./contracts/ports/repo-facts.ts";
import type { CommandSignal } from "./contracts/signal.ts";
import { commandOfComment } from "./edge/hooks/command-of-comment.ts";

/** What was written longer ago is not acted on any more. */
const LOOK_BACK_MS = 24 * 3_600_000;

/**
 * Commands whose webhooks never came, as the service was down or GitHub lost them: comments that begin with one, that
 * were never edited, and that carry no reaction of ours, oldest first.
 */
export async function missedCommands(facts: RepoFacts, now: number): Promise<CommandSignal[]> {
  const since = new Date(now - LOOK_BACK_MS).toISOString();
  const receivedAt = new Date(now).toISOString();
  const comments = await facts.commentsSince(since, "/sre");
  return comments.flatMap((comment) => {
    if (comment.edited || comment.answered || comment.createdAt < since) return [];
    return (
      commandOfComment({
        repository: facts.repository,
        receivedAt,
        issue: comment.issue,
        comment: comment.id,
        body: comment.body,
        createdAt: comment.createdAt,
        author: comment.author,
        byApp: comment.byApp,
      }) ?? []
    );
  });
}
