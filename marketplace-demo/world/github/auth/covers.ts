import type { Installation, Repository } from "../state.ts";

/** Whether an installation (or a token narrowed to `only`) reaches a repository. */
export function covers(
  installation: Installation,
  repository: Repository,
  only: Set<number> | null = null,
): boolean {
  if (installation.account.id !== repository.owner.id) return false;
  if (installation.repositoryIds && !installation.repositoryIds.has(repository.id)) return false;
  return !only || only.has(repository.id);
}
