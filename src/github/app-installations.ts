import type { RepositoryName } from "../contracts/repository.ts";
import type { Client } from "./create-client.ts";
import { GitHubError } from "./github-error.ts";
import { nullWhere } from "./null-where.ts";

export interface Installation {
  id: number;
  permissions: Record<string, string>;
}

/** Where the App is installed; looked up once a repository, and again after `forget`. */
export function appInstallations(app: Client) {
  const found = new Map<string, Promise<Installation>>();

  async function lookUp(repository: RepositoryName): Promise<Installation> {
    const [owner, repo] = repository.split("/") as [string, string];
    const answer = await nullWhere(app.rest.apps.getRepoInstallation({ owner, repo }), 404);
    if (!answer) {
      throw new GitHubError({
        status: 404,
        where: `GET /repos/${repository}/installation`,
        what: `the App is not installed on ${repository}`,
        next: "Install it there, or take the repository out of the ingest token",
        passing: false,
      });
    }
    const { id, permissions, suspended_at } = answer.data;
    if (suspended_at) {
      throw new GitHubError({
        status: 403,
        where: `GET /repos/${repository}/installation`,
        what: `the App's installation on ${owner} was suspended at ${suspended_at}`,
        next: "Its owner may unsuspend it in the installation's settings",
        passing: false,
      });
    }
    return { id, permissions: permissions as Record<string, string> };
  }

  return {
    /** Throws `GitHubError` where the App is not installed on it, or suspended. */
    async of(repository: RepositoryName): Promise<Installation> {
      const pending = found.get(repository) ?? lookUp(repository);
      found.set(repository, pending);
      return pending.catch((error) => {
        found.delete(repository);
        throw error;
      });
    },
    forget(repository: RepositoryName): void {
      found.delete(repository);
    },
    /** Ids of all that are not suspended. */
    async all(): Promise<number[]> {
      const all = await app.paginate(app.rest.apps.listInstallations, { per_page: 100 });
      return all.filter((one) => !one.suspended_at).map((one) => one.id);
    },
  };
}
export type AppInstallations = ReturnType<typeof appInstallations>;
