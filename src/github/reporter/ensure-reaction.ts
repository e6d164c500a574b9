import type { Reporter } from "../../contracts/ports/reporter.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";

type Content = Parameters<Reporter["react"]>[1];

/** Our reaction on that issue comment. */
export async function ensureReaction(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  comment: number,
  content: Content,
): Promise<void> {
  const on = { ...at, comment_id: comment, content };
  const { data } = await client.rest.reactions.listForIssueComment({ ...on, per_page: 100 });
  if (data.some((one) => one.user?.login === us.login)) return;
  await client.rest.reactions.createForIssueComment(on);
}
