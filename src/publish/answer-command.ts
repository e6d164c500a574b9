import type { Reporter } from "../contracts/ports/reporter.ts";
import type { CommandSignal } from "../contracts/signal.ts";
import { answerComment, answerMarker } from "../report/answer-comment.ts";

/** Acknowledges a person's command with a reaction and answers it in the thread; once, however often called. */
export async function answerCommand(
  command: CommandSignal,
  reply: { accepted: boolean; text: string },
  reporter: Reporter,
): Promise<void> {
  await reporter.react(command.comment, reply.accepted ? "+1" : "-1");
  await reporter.ensureComment(command.issue, answerMarker(command), answerComment(command, reply));
}
