import type { Deployment, RepoReader } from "../../contracts/ports/repo-reader.ts";
import type { RepositoryName } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";
import { nullWhere } from "../null-where.ts";
import { commitsBetween } from "./commits-between.ts";
import { readCommit } from "./read-commit.ts";
import { readDefaultBranch } from "./read-default-branch.ts";
import { readFile } from "./read-file.ts";
import { toCommit } from "./to-commit.ts";

/** Implements `RepoReader` over GitHub's REST API. */
export function repoReader(client: Client, repository: RepositoryName): RepoReader {
  const [owner, repo] = repository.split("/") as [string, string];
  const at = { owner, repo };
  return {
    repository,
    defaultBranch: () => readDefaultBranch(client, at),
    commit: (ref) => readCommit(client, at, ref),
    commitsBetween: (base, head) => commitsBetween(client, at, base, head),
    async commitsSince(since, limit) {
      const commits = [];
      const pages = client.paginate.iterator(client.rest.repos.listCommits, {
        ...at,
        since,
        per_page: Math.min(limit, 100),
      });
      for await (const { data } of pages) {
        commits.push(...data);
        if (commits.length >= limit) break;
      }
      return commits.slice(0, limit).map(toCommit);
    },
    file: (path, ref) => readFile(client, at, path, ref),
    async tree(ref) {
      const { data } = await client.rest.git.getTree({ ...at, tree_sha: ref, recursive: "true" });
      const entries = data.tree
        .filter((entry) => entry.type !== "tree")
        .map((entry) => ({ path: entry.path, blob: entry.sha, mode: entry.mode }));
      return { entries, truncated: data.truncated };
    },
    async deployments(environment, limit) {
      const { data } = await client.rest.repos.listDeployments({
        ...at,
        environment,
        per_page: Math.min(limit, 100),
      });
      return await Promise.all(
        data.map(async (one): Promise<Deployment> => {
          const statuses = await nullWhere(
            client.rest.repos.listDeploymentStatuses({ ...at, deployment_id: one.id, per_page: 30 }),
            404,
          );
          const latest = statuses?.data[0];
          const succeeded = statuses?.data.findLast(({ state }) => state === "success");
          return {
            id: one.id,
            sha: one.sha,
            environment: one.environment,
            description: one.description ?? "",
            createdAt: new Date(one.created_at).toISOString(),
            status: latest ? { state: latest.state, at: new Date(latest.created_at).toISOString() } : null,
            succeededAt: succeeded ? new Date(succeeded.created_at).toISOString() : null,
          };
        }),
      );
    },
  };
}
