import type { RepoWriter } from "../../contracts/ports/repo-writer.ts";
import type { RepositoryName } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";
import { repeatFromTheLook } from "../repeat-from-the-look.ts";
import { ensureBranch } from "./ensure-branch.ts";
import { ensureBranchDeleted } from "./ensure-branch-deleted.ts";
import { ensureOutOfQueue } from "./ensure-out-of-queue.ts";
import { ensurePullRequest } from "./ensure-pull-request.ts";
import { ensureReadyForReview } from "./ensure-ready-for-review.ts";
import { mergePullRequest } from "./merge-pull-request.ts";
import { redeploy } from "./redeploy.ts";
import { remakeBranch } from "./remake-branch.ts";
import { retryChecks } from "./retry-checks.ts";

/** Implements `RepoWriter` over GitHub's REST API. */
export function repoWriter(
  client: Client,
  repository: RepositoryName,
  identity: () => Promise<Identity>,
): RepoWriter {
  const [owner, repo] = repository.split("/") as [string, string];
  const at = { owner, repo };
  return {
    repository,
    ensureBranch: async (request) => {
      const us = await identity();
      return await repeatFromTheLook(() => ensureBranch(client, at, us, request));
    },
    ensurePullRequest: async (request) => {
      const us = await identity();
      return await repeatFromTheLook(() => ensurePullRequest(client, at, us, request));
    },
    ensureReadyForReview: (number) => repeatFromTheLook(() => ensureReadyForReview(client, at, number)),
    merge: (request) => repeatFromTheLook(() => mergePullRequest(client, at, request)),
    ensureOutOfQueue: (number) => repeatFromTheLook(() => ensureOutOfQueue(client, at, number)),
    remakeBranch: async (request) => {
      const us = await identity();
      return await repeatFromTheLook(() => remakeBranch(client, at, us, request));
    },
    // One that was asked is not asked again: whether it was done is seen by the checks.
    retryChecks: (request) => retryChecks(client, at, request),
    redeploy: (request) => repeatFromTheLook(() => redeploy(client, at, request)),
    ensureBranchDeleted: (name) => repeatFromTheLook(() => ensureBranchDeleted(client, at, name)),
  };
}
