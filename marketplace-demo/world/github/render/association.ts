import { roleIn } from "../auth/role-in.ts";
import type { Account, Repository } from "../state.ts";

/** How GitHub describes the author of an issue or comment to its readers. */
export function association(
  repository: Repository,
  account: Account,
): "OWNER" | "MEMBER" | "COLLABORATOR" | "CONTRIBUTOR" | "NONE" {
  if (account.type === "Bot") return "NONE";
  if (account.id === repository.owner.id) return "OWNER";
  if (repository.owner.members.has(account.login.toLowerCase())) return "MEMBER";
  if (repository.collaborators.has(account.login.toLowerCase())) return "COLLABORATOR";
  return roleIn(repository, account) === "admin" ? "OWNER" : "NONE";
}
