import type { CommandSignal } from "../contracts/signal.ts";

/** What the answer to a command begins with; one answer a comment. */
export function answerMarker(command: Pick<CommandSignal, "comment">): string {
  return `<!-- sre-space:answer ${command.comment} -->`;
}

/** The answer to a person's command, in the thread. `text` is our own Markdown. */
export function answerComment(
  command: Pick<CommandSignal, "comment" | "actor">,
  reply: { accepted: boolean; text: string },
): string {
  const to = /^[\w-]+$/.test(command.actor) ? `@${command.actor} ` : "";
  return `${answerMarker(command)}\n${to}${reply.text}`;
}
