import type { Reporter } from "../../contracts/ports/reporter.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";
import { nullWhere } from "../null-where.ts";

type Content = Parameters<Reporter["react"]>[1];

/** Our reaction on that issue comment; none where it is gone, for whoever wrote it may have deleted it since. */
export async function ensureReaction(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  comment: number,
  content: Content,
): Promise<void> {
  const on = { ...at, comment_id: comment, content };
  const answer = await nullWhere(
    client.rest.reactions.listForIssueComment({ ...on, per_page: 100 }),
    404,
    410,
  );
  if (!answer || answer.data.some((one) => one.user?.login === us.login)) return;
  await nullWhere(client.rest.reactions.createForIssueComment(on), 404, 410);
}
