import type { Reporter } from "../../contracts/ports/reporter.ts";
import type { RepositoryName } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";
import { repeatFromTheLook } from "../repeat-from-the-look.ts";
import { ensureCheckRun } from "./ensure-check-run.ts";
import { ensureComment } from "./ensure-comment.ts";
import { ensureCommitStatus } from "./ensure-commit-status.ts";
import { ensureIssue } from "./ensure-issue.ts";
import { ensureLabels } from "./ensure-labels.ts";
import { ensureReaction } from "./ensure-reaction.ts";
import { findIssue } from "./find-issue.ts";
import { updateIssue } from "./update-issue.ts";

/** Implements `Reporter` over GitHub's REST API. With a personal token, commit statuses stand in for check runs. */
export function reporter(
  client: Client,
  repository: RepositoryName,
  identity: () => Promise<Identity>,
): Reporter {
  const [owner, repo] = repository.split("/") as [string, string];
  const at = { owner, repo };
  const asUs = async <T>(step: (us: Identity) => Promise<T>) => {
    const us = await identity();
    return await repeatFromTheLook(() => step(us));
  };
  return {
    repository,
    ensureIssue: (request) => asUs((us) => ensureIssue(client, at, us, request)),
    findIssue: (request) => asUs((us) => findIssue(client, at, us, request)),
    updateIssue: (number, change) => asUs((us) => updateIssue(client, at, us, number, change)),
    ensureLabels: (labels) => repeatFromTheLook(() => ensureLabels(client, at, labels)),
    ensureComment: (issue, marker, body) =>
      asUs((us) => ensureComment(client, at, us, { issue, marker, body })),
    react: (comment, content) => asUs((us) => ensureReaction(client, at, us, comment, content)),
    ensureCheckRun: (request) =>
      asUs((us) =>
        us.kind === "app"
          ? ensureCheckRun(client, at, us, request)
          : ensureCommitStatus(client, at, us, request),
      ),
  };
}
