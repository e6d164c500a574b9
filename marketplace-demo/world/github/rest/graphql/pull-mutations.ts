import { nodeId } from "../../render/node-id.ts";
import type { Issue, Pull } from "../../state.ts";
import { isoTime } from "../../time.ts";
import { emitIssue } from "../issues.ts";
import { findNode, type Mutation, Refusal, within } from "./mutation.ts";

type Call = Parameters<Mutation>[0];

/** The pull request that is meant, and the caller in its repository, who may write there. */
function pullOf(call: Call, id: unknown): { as: Call; issue: Issue; pull: Pull } {
  const { repository, found: issue } = findNode(call, id, "PullRequest", (one, wanted) =>
    [...one.issues.values()].find((issue) => issue.pull?.id === wanted),
  );
  return {
    as: within(call, repository, { rights: "pull_requests:write", role: "write" }),
    issue,
    pull: issue.pull as Pull,
  };
}

async function setDraft(call: Call, id: unknown, draft: boolean) {
  const { as, issue, pull } = pullOf(call, id);
  if (pull.draft !== draft) {
    pull.draft = draft;
    issue.updatedAt = isoTime(call.state);
    await emitIssue(as, issue, draft ? "converted_to_draft" : "ready_for_review");
  }
  return {
    pullRequest: { id: nodeId("PullRequest", pull.id), number: issue.number, isDraft: draft },
  };
}

/** What REST has no counterpart for: the end of a draft, and the merge queue, which here merges nothing by itself. */
export const pullMutations: Record<string, Mutation> = {
  markPullRequestReadyForReview: (call, { pullRequestId }) => setDraft(call, pullRequestId, false),
  convertPullRequestToDraft: (call, { pullRequestId }) => setDraft(call, pullRequestId, true),
  async enqueuePullRequest(call, { pullRequestId, expectedHeadOid }) {
    const { as, issue, pull } = pullOf(call, pullRequestId);
    const refuse = (message: string) => new Refusal("UNPROCESSABLE", message);
    if (!as.repository.protection.get(pull.baseRef)?.mergeQueue)
      throw refuse("Pull request cannot be added: the base branch has no merge queue");
    if (pull.queued) throw refuse("Pull request is already in the queue");
    if (pull.draft || issue.state === "closed") throw refuse("Pull request is not mergeable");
    if (expectedHeadOid !== undefined && expectedHeadOid !== pull.headSha)
      throw refuse("Expected head OID does not match");
    pull.queued = true;
    return { mergeQueueEntry: { id: nodeId("PullRequest", pull.id) } };
  },
  async dequeuePullRequest(call, { id }) {
    const { pull } = pullOf(call, id);
    if (!pull.queued) throw new Refusal("UNPROCESSABLE", "Pull request is not in the queue");
    pull.queued = false;
    return { mergeQueueEntry: { id: nodeId("PullRequest", pull.id) } };
  },
};
