import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";
import { findComment } from "./find-comment.ts";
import { sameText } from "./same-text.ts";

/** Our comment on that issue which begins with the marker, made or changed. */
export async function ensureComment(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  { issue, marker, body }: { issue: number; marker: string; body: string },
): Promise<{ id: number }> {
  if (!body.startsWith(marker)) throw new Error(`The body of a comment must begin with its marker ${marker}`);
  const ours = await findComment(client, at, us, { issue, marker });
  if (ours) {
    if (!sameText(ours.body, body))
      await client.rest.issues.updateComment({ ...at, comment_id: ours.id, body });
    return { id: ours.id };
  }
  const { data } = await client.rest.issues.createComment({ ...at, issue_number: issue, body });
  return { id: data.id };
}
