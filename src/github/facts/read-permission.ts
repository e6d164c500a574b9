import type { Client } from "../create-client.ts";
import { nullWhere } from "../null-where.ts";

const NAMES = ["none", "read", "triage", "write", "maintain", "admin"];

/**
 * What a person may do in the repository: none, read, triage, write, maintain or admin. An organisation's
 * own role counts as the basic permission that it stands on.
 */
export async function readPermission(
  client: Client,
  at: { owner: string; repo: string },
  login: string,
): Promise<string> {
  const answer = await nullWhere(
    client.rest.repos.getCollaboratorPermissionLevel({ ...at, username: login }),
    404,
  );
  if (!answer) return "none";
  const { role_name, permission } = answer.data;
  return NAMES.includes(role_name) ? role_name : permission;
}
