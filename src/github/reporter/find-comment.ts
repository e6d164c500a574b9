import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";

/** Our comment on that issue which begins with the marker; null where there is none. */
export async function findComment(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  { issue, marker }: { issue: number; marker: string },
): Promise<{ id: number; nodeId: string; body: string } | null> {
  const list = client.paginate.iterator(client.rest.issues.listComments, {
    ...at,
    issue_number: issue,
    per_page: 100,
  });
  for await (const { data } of list) {
    const ours = data.find((one) => one.user?.login === us.login && one.body?.startsWith(marker));
    if (ours) return { id: ours.id, nodeId: ours.node_id, body: ours.body ?? "" };
  }
  return null;
}
