import type { Facts } from "../../contracts/facts.ts";
import type { RepoFacts } from "../../contracts/ports/repo-facts.ts";
import type { RepositoryName } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";
import { readAuthors } from "./read-authors.ts";
import { readBranchRules } from "./read-branch-rules.ts";
import { readBroughtBy } from "./read-brought-by.ts";
import { readChangedFiles } from "./read-changed-files.ts";
import { readChecks } from "./read-checks.ts";
import { readComments } from "./read-comments.ts";
import { readMovedPaths } from "./read-moved-paths.ts";
import { readOpenWork } from "./read-open-work.ts";
import { readPermission } from "./read-permission.ts";
import { readPullRequest } from "./read-pull-request.ts";
import { readReverts } from "./read-reverts.ts";
import { readStopIssue } from "./read-stop-issue.ts";
import { readTeams } from "./read-teams.ts";

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
    teamsOf: (login, teams) => readTeams(client, owner, login, teams),
    authors: (sha) => readAuthors(client, at, sha),
    broughtBy: (sha) => readBroughtBy(client, at, sha),
    commentsSince: async (since, beginning) => readComments(client, at, await identity(), since, beginning),
    stopIssue: () => readStopIssue(client, at),
    checks: (sha) => readChecks(client, at, sha),
    changedFiles: (pullRequest) => readChangedFiles(client, at, pullRequest),
    async read({ pullRequest, paths, base, suspect, beside = [] }): Promise<Facts> {
      const us = await identity();
      const branch = readBranch(client, at);
      const [{ data, head }, pull, openWork, rules, movedPaths, reverts, sameChange] = await Promise.all([
        branch,
        pullRequest === null ? null : readPullRequest(client, at, us, pullRequest),
        readOpenWork(client, at, us, { paths, except: pullRequest }),
        branch.then(({ data }) => rulesOf(data.default_branch)),
        base === null ? [] : branch.then(({ head }) => readMovedPaths(client, at, { base, head, paths })),
        suspect === null
          ? { reverted: false, relanded: false }
          : branch.then(({ head }) => readReverts(client, at, { suspect, head })),
        suspect === null || beside.length === 0 ? null : readSameChange(client, at, suspect, beside),
      ]);
      return {
        at: new Date().toISOString(),
        defaultBranch: data.default_branch,
        head,
        archived: data.archived,
        public: !data.private,
        rules,
        pullRequest: pull,
        openWork,
        movedPaths,
        suspectReverted: reverts.reverted,
        suspectRelanded: reverts.relanded,
        ...(sameChange ? { sameChange } : {}),
      };
    },
  };
}

/** Which of these commits came in by the pull request that brought the suspect; null where none did. */
async function readSameChange(
  client: Client,
  at: { owner: string; repo: string },
  suspect: string,
  beside: readonly string[],
): Promise<Facts["sameChange"] | null> {
  const pullRequest = await readBroughtBy(client, at, suspect);
  if (pullRequest === null) return null;
  const numbers = await Promise.all(beside.map((sha) => readBroughtBy(client, at, sha)));
  return { pullRequest, commits: beside.filter((_, i) => numbers[i] === pullRequest) };
}

async function readBranch(client: Client, at: { owner: string; repo: string }) {
  const { data } = await client.rest.repos.get(at);
  const ref = await client.rest.git.getRef({ ...at, ref: `heads/${data.default_branch}` });
  return { data, head: ref.data.object.sha };
}
