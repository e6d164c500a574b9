import type { Proposer } from "../../contracts/ports/proposer.ts";
import type { RepositoryName } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";
import { repeatFromTheLook } from "../repeat-from-the-look.ts";
import { ensureBranch } from "./ensure-branch.ts";
import { ensurePullRequest } from "./ensure-pull-request.ts";
import { findPullRequest } from "./find-pull-request.ts";

/** Implements `Proposer` over GitHub's REST API. */
export function proposer(
  client: Client,
  repository: RepositoryName,
  identity: () => Promise<Identity>,
): Proposer {
  const [owner, repo] = repository.split("/") as [string, string];
  const at = { owner, repo };
  const asUs = async <T>(step: (us: Identity) => Promise<T>) => {
    const us = await identity();
    return await repeatFromTheLook(() => step(us));
  };
  return {
    repository,
    findPullRequest: (branch) => asUs((us) => findPullRequest(client, at, us, { branch })),
    ensureBranch: (request) => asUs((us) => ensureBranch(client, at, us, request)),
    ensurePullRequest: (request) => asUs((us) => ensurePullRequest(client, at, us, request)),
  };
}
