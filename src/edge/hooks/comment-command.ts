import { CommandName } from "../../contracts/signal.ts";

/**
 * The command at the start of a comment: `/sre`, blanks, its name, then nothing or white space. Anything
 * else is a comment like any other, also a command further down or one in a quotation.
 */
export function commentCommand(body: string): CommandName | null {
  const word = /^\/sre[ \t]+([a-z]{1,20})(?:\s|$)/i.exec(body)?.[1];
  const command = CommandName.safeParse(word?.toLowerCase());
  return command.success ? command.data : null;
}
