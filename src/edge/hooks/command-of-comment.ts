import type { CommandSignal } from "../../contracts/signal.ts";
import { commentCommand } from "./comment-command.ts";

/** A comment as the command that it begins with; null where it is none, or no person wrote it. */
export function commandOfComment(comment: {
  repository: string;
  receivedAt: string;
  issue: number;
  comment: number;
  body: string;
  createdAt: string | null;
  /** Null once the account is gone. */
  author: { login: string; type: string } | null;
  /** Written by an App in a person's name: no person saw it before it was sent. */
  byApp: boolean;
}): CommandSignal | null {
  const { repository, receivedAt, issue, createdAt, author, byApp } = comment;
  if (author?.type !== "User" || byApp) return null;
  const command = commentCommand(comment.body);
  if (command === null) return null;
  return {
    kind: "command",
    repository,
    receivedAt,
    issue,
    comment: comment.comment,
    ...(createdAt ? { writtenAt: writtenBy(createdAt, receivedAt) } : {}),
    actor: author.login,
    command,
  };
}

/** GitHub cuts times to the second: by when it was written at the latest, and never after it was received. */
function writtenBy(createdAt: string, receivedAt: string): string {
  return new Date(Math.min(Date.parse(createdAt) + 999, Date.parse(receivedAt))).toISOString();
}
