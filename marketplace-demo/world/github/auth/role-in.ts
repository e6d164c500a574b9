import type { Account, Repository, Role } from "../state.ts";

const ORDER: Role[] = ["none", "read", "triage", "write", "maintain", "admin"];

export const atLeast = (role: Role, least: Role): boolean => ORDER.indexOf(role) >= ORDER.indexOf(least);

/** What a person may do in a repository: owner, organisation, collaborator, or anyone if it is public. */
export function roleIn(repository: Repository, account: Account | null): Role {
  const open: Role = repository.private ? "none" : "read";
  if (!account) return open;
  const login = account.login.toLowerCase();
  if (repository.owner.login.toLowerCase() === login) return "admin";
  const membership = repository.owner.members.get(login);
  if (membership === "admin") return "admin";
  const given = repository.collaborators.get(login)?.role ?? "none";
  const asMember: Role = membership ? "read" : open;
  return atLeast(given, asMember) ? given : asMember;
}
