import type { Sha } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";
import { nullWhere } from "../null-where.ts";

/** Where a branch stands; null where there is none. */
export async function branchHead(
  client: Client,
  at: { owner: string; repo: string },
  name: string,
): Promise<Sha | null> {
  const ref = await nullWhere(client.rest.git.getRef({ ...at, ref: `heads/${name}` }), 404);
  return ref?.data.object.sha ?? null;
}
