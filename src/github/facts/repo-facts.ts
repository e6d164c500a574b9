import type { Facts } from "../../contracts/facts.ts";
import type { RepoFacts } from "../../contracts/ports/repo-facts.ts";
import type { RepositoryName } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";
import { readBranchRules } from "./read-branch-rules.ts";
import { readMovedPaths } from "./read-moved-paths.ts";
import { readOpenWork } from "./read-open-work.ts";
import { readPermission } from "./read-permission.ts";
import { readPullRequest } from "./read-pull-request.ts";
import { readReverts } from "./read-reverts.ts";

/** Implements `RepoFacts` over GitHub's REST API. */
export function repoFacts(
  client: Client,
  repository: RepositoryName,
  identity: () => Promise<Identity>,
): RepoFacts {
  const [owner, repo] = repository.split("/") as [string, string];
  const at = { owner, repo };
  const rulesOf = readBranchRules(client, at);
  return {
    repository,
    permission: (login) => readPermission(client, at, login),
    async read({ pullRequest, paths, base, suspect }): Promise<Facts> {
      const [{ data }, us] = await Promise.all([client.rest.repos.get(at), identity()]);
      const defaultBranch = data.default_branch;
      const ref = await client.rest.git.getRef({ ...at, ref: `heads/${defaultBranch}` });
      const head = ref.data.object.sha;
      const [rules, pull, openWork, movedPaths, reverts] = await Promise.all([
        rulesOf(defaultBranch),
        pullRequest === null ? null : readPullRequest(client, at, us, pullRequest),
        readOpenWork(client, at, us, { paths, except: pullRequest }),
        base === null ? [] : readMovedPaths(client, at, { base, head, paths }),
        suspect === null ? { reverted: false, relanded: false } : readReverts(client, at, { suspect, head }),
      ]);
      return {
        at: new Date().toISOString(),
        defaultBranch,
        head,
        archived: data.archived,
        public: !data.private,
        rules,
        pullRequest: pull,
        openWork,
        movedPaths,
        suspectReverted: reverts.reverted,
        suspectRelanded: reverts.relanded,
      };
    },
  };
}
