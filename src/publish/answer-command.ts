import type { Reporter } from "../contracts/ports/reporter.ts";
import type { CommandSignal } from "../contracts/signal.ts";
import { answerComment, answerMarker } from "../report/answer-comment.ts";

/**
 * Acknowledges a person's command with a reaction, where it was a comment, and answers it in the thread; once, however
 * often called, and a stranger once in a thread, however often they write.
 */
export async function answerCommand(
  command: CommandSignal,
  issue: number,
  reply: { accepted: boolean; text: string; stranger?: boolean },
  reporter: Reporter,
): Promise<void> {
  if (command.comment !== null) await reporter.react(command.comment, reply.accepted ? "+1" : "-1");
  const marker = answerMarker(command, reply.stranger === true);
  await reporter.ensureComment(issue, marker, answerComment(marker, command.actor, reply.text));
}
