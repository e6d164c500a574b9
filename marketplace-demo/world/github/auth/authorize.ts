import { badCredentials, forbidden, HttpError, notFound } from "../http/errors.ts";
import type { Access, Actor } from "../http/operation.ts";
import type { Level, Permissions, Repository, State } from "../state.ts";
import { covers } from "./covers.ts";
import { atLeast, roleIn } from "./role-in.ts";

const LEVELS: Level[] = ["read", "write", "admin"];

export function holds(permissions: Permissions, permission: string, level: Level): boolean {
  if (permission === "metadata" && level === "read") return true;
  const held = permissions[permission];
  return held !== undefined && LEVELS.indexOf(held) >= LEVELS.indexOf(level);
}

export function canSee(actor: Actor, repository: Repository): boolean {
  if (actor.kind === "installation")
    return covers(actor.installation, repository, actor.token.repositoryIds) || !repository.private;
  if (actor.kind === "app") return false;
  return roleIn(repository, actor.kind === "user" ? actor.account : null) !== "none";
}

/**
 * Lets a call through or throws what GitHub answers: 401 without credentials, 404 for a repository that the caller
 * cannot see, 403 for one that it sees but may not touch so. Answers the repository of the path, if there is one.
 */
export function authorize(
  state: State,
  actor: Actor,
  access: Access,
  params: Record<string, string>,
): Repository | null {
  if (access.who === "anyone") return null;
  if (access.who === "app") {
    if (actor.kind === "app") return null;
    if (actor.kind === "anonymous") throw new HttpError(401, "A JSON web token could not be decoded");
    throw new HttpError(403, "You must authenticate with a JWT to access this endpoint");
  }
  if (actor.kind === "anonymous" && access.who !== "repository")
    throw new HttpError(401, "Requires authentication");
  if (access.who === "signed-in") return null;
  if (access.who === "installation") {
    if (actor.kind !== "installation")
      throw forbidden(
        "You must authenticate with an installation access token in order to list repositories for an installation.",
      );
    return null;
  }
  if (access.who === "user") {
    if (actor.kind !== "user") throw forbidden();
    return null;
  }
  const repository = state.repositories.get(`${params.owner}/${params.repo}`.toLowerCase());
  if (actor.kind === "app") throw badCredentials(); // a JWT opens only the App's own operations
  if (!repository || !canSee(actor, repository)) throw notFound();
  if (actor.kind === "installation") {
    // A public repository outside the installation may be read, and nothing more.
    const inside = covers(actor.installation, repository, actor.token.repositoryIds);
    const enough = inside
      ? access.any.some((one) => holds(actor.token.permissions, one.permission, one.level))
      : access.any.some((one) => one.level === "read" && one.permission !== "administration");
    const wanted = access.any.map((one) => `${one.permission}=${one.level}`).join("; ");
    if (!enough)
      throw new HttpError(403, "Resource not accessible by integration", {
        headers: { "X-Accepted-GitHub-Permissions": wanted },
      });
    return repository;
  }
  const writes = access.any.every((one) => one.level !== "read");
  if (actor.kind === "anonymous" && writes) throw new HttpError(401, "Requires authentication");
  if (!atLeast(roleIn(repository, actor.kind === "user" ? actor.account : null), access.role))
    throw atLeast(access.role, "admin") || writes
      ? forbidden("Must have admin rights to Repository.")
      : notFound();
  return repository;
}
