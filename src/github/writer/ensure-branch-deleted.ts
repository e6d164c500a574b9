import type { Client } from "../create-client.ts";
import { nullWhere } from "../null-where.ts";

/** Deletes the branch where it is there. */
export async function ensureBranchDeleted(
  client: Client,
  at: { owner: string; repo: string },
  name: string,
): Promise<void> {
  const there = await nullWhere(client.rest.git.getRef({ ...at, ref: `heads/${name}` }), 404);
  if (there) await nullWhere(client.rest.git.deleteRef({ ...at, ref: `heads/${name}` }), 404, 422);
}
