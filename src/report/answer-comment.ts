import type { CommandSignal } from "../contracts/signal.ts";

const name = (actor: string) => actor.replace(/[^\w-]/g, "_");

/** What the answer to a command begins with: one answer to a comment, a button's presser, or a stranger. */
export function answerMarker(
  { comment, button, command, actor }: Pick<CommandSignal, "comment" | "button" | "command" | "actor">,
  stranger: boolean,
): string {
  if (stranger) return `<!-- sre-space:answer to ${name(actor)} -->`;
  if (comment !== null) return `<!-- sre-space:answer ${comment} -->`;
  return `<!-- sre-space:answer ${button?.checkRun} ${command} ${name(actor)} -->`;
}

/** The answer to a person's command, in the thread. `text` is our own Markdown. */
export function answerComment(marker: string, actor: string, text: string): string {
  const to = /^[\w-]+$/.test(actor) ? `@${actor} ` : "";
  return `${marker}\n${to}${text}`;
}
