import type { RepoWriter } from "../../contracts/ports/repo-writer.ts";
import type { Sha } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";
import { mutate } from "../mutate.ts";

type BranchRequest = Parameters<RepoWriter["ensureBranch"]>[0];

/** The branch at the base, and on it the commit: a compare-and-swap on the branch, whoever else writes there. */
export const CREATE_BRANCH = `mutation ($repository: ID!, $ref: String!, $base: GitObjectID!, $commit: CreateCommitOnBranchInput!) {
  createRef(input: { repositoryId: $repository, name: $ref, oid: $base }) { ref { name } }
  createCommitOnBranch(input: $commit) { commit { oid } }
}`;
export const COMMIT_ON_BRANCH = `mutation ($commit: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $commit) { commit { oid } }
}`;

/** Whether GraphQL can say it: it knows text that is new or other, and what is gone; neither modes nor blobs. */
export function isPlain({ files }: BranchRequest): boolean {
  return files.every(({ mode, after }) => mode === "100644" && after?.blob === undefined);
}

/**
 * The commit in one request, and with it the branch where there is none. GitHub signs it in our name
 * (https://docs.github.com/graphql/reference/mutations#createcommitonbranch).
 *
 * @param there whether the branch is there, at the base
 * @throws GitHubError where GitHub refuses any part of it; the other may have been done
 */
export async function commitOnBranch(
  client: Client,
  at: { owner: string; repo: string },
  request: BranchRequest,
  there: boolean,
): Promise<Sha> {
  const [headline = "", ...rest] = request.message.trimEnd().split("\n");
  const commit = {
    branch: { repositoryNameWithOwner: `${at.owner}/${at.repo}`, branchName: request.name },
    expectedHeadOid: request.base,
    message: { headline, body: rest.join("\n").replace(/^\n+/, "") },
    fileChanges: {
      additions: request.files.flatMap(({ path, after }) =>
        after ? [{ path, contents: Buffer.from(after.content, "utf8").toString("base64") }] : [],
      ),
      deletions: request.files.flatMap(({ path, after }) => (after ? [] : [{ path }])),
    },
  };
  type Answer = { createCommitOnBranch: { commit: { oid: Sha } } };
  if (there) {
    const { createCommitOnBranch } = await mutate<Answer>(client, COMMIT_ON_BRANCH, { commit });
    return createCommitOnBranch.commit.oid;
  }
  const { data } = await client.rest.repos.get(at);
  const { createCommitOnBranch } = await mutate<Answer>(client, CREATE_BRANCH, {
    repository: data.node_id,
    ref: `refs/heads/${request.name}`,
    base: request.base,
    commit,
  });
  return createCommitOnBranch.commit.oid;
}
