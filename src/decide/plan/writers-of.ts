import type { Commit } from "../../contracts/ports/repo-reader.ts";

/** GitHub's own address of an account: https://docs.github.com/account-and-profile/reference/email-addresses-reference */
const NO_REPLY = /<(?:\d{1,20}\+)?([a-z\d-]{1,39})@users\.noreply\.[^<>\s]{1,100}>\s*$/i;
const CO_AUTHOR = /^co-authored-by:/i;

/** Accounts of the commit's author and co-authors, in lower case; null where one of them has none that can be told. */
export function writersOf({ author, message }: Pick<Commit, "author" | "message">): string[] | null {
  if (author.login === undefined) return null;
  const logins = [author.login.toLowerCase()];
  for (const line of message.split("\n")) {
    if (!CO_AUTHOR.test(line)) continue;
    const login = NO_REPLY.exec(line.slice(0, 300))?.[1];
    if (login === undefined) return null;
    logins.push(login.toLowerCase());
  }
  return [...new Set(logins)];
}
