import { canSee, holds } from "../auth/authorize.ts";
import { covers } from "../auth/covers.ts";
import { atLeast, roleIn } from "../auth/role-in.ts";
import { type Call, json, type Operation, operation } from "../http/operation.ts";
import { nodeId, readNodeId } from "../render/node-id.ts";
import type { Issue, Repository } from "../state.ts";
import { isoTime } from "../time.ts";
import { emitIssue } from "./issues.ts";

const MUTATION =
  /\b(markPullRequestReadyForReview|convertPullRequestToDraft|enqueuePullRequest|dequeuePullRequest)\s*\(\s*input\s*:\s*(\$\w+|\{[^}]*\})/;

function refusal(type: string, message: string) {
  return json({ data: null, errors: [{ type, message, path: [], locations: [{ line: 1, column: 1 }] }] });
}

function pullRequestId(variables: Record<string, unknown>, input: string): string | null {
  if (input.startsWith("$")) {
    const given = variables[input.slice(1)] as { pullRequestId?: unknown; id?: unknown } | undefined;
    const id = given?.pullRequestId ?? given?.id;
    return typeof id === "string" ? id : null;
  }
  // Dequeuing alone calls it `id`.
  const value = /(?:pullRequestId|\bid)\s*:\s*(?:"([^"]*)"|\$(\w+))/.exec(input);
  if (!value) return null;
  const variable = value[2] === undefined ? undefined : variables[value[2]];
  return value[1] ?? (typeof variable === "string" ? variable : null);
}

function mayWrite(call: Call, repository: Repository): boolean {
  const { actor } = call;
  if (actor.kind === "installation")
    return (
      covers(actor.installation, repository, actor.token.repositoryIds) &&
      holds(actor.token.permissions, "pull_requests", "write")
    );
  return actor.kind === "user" && atLeast(roleIn(repository, actor.account), "write");
}

function findPull(call: Call, id: string): { repository: Repository; issue: Issue } | null {
  const node = readNodeId(id);
  for (const repository of call.state.repositories.values()) {
    if (!canSee(call.actor, repository)) continue;
    for (const issue of repository.issues.values())
      if (node?.type === "PullRequest" && issue.pull?.id === node.id) return { repository, issue };
  }
  return null;
}

/** Puts the pull request into the merge queue of its base; this GitHub's queue merges nothing by itself. */
function enqueue(
  { repository, issue }: { repository: Repository; issue: Issue },
  variables: Record<string, unknown>,
) {
  const pull = issue.pull!;
  if (!repository.protection.get(pull.baseRef)?.mergeQueue)
    return refusal("UNPROCESSABLE", "Pull request cannot be added: the base branch has no merge queue");
  if (pull.queued) return refusal("UNPROCESSABLE", "Pull request is already in the queue");
  if (pull.draft || issue.state === "closed")
    return refusal("UNPROCESSABLE", "Pull request is not mergeable");
  if (variables.head !== undefined && variables.head !== pull.headSha)
    return refusal("UNPROCESSABLE", "Expected head OID does not match");
  pull.queued = true;
  return json({ data: { enqueuePullRequest: { mergeQueueEntry: { id: nodeId("PullRequest", pull.id) } } } });
}

/** The mutations that REST has no counterpart for, and what is asked before them; anything else is said to be unknown. */
export const graphql: Operation[] = [
  operation("POST", "/graphql", { who: "signed-in" }, async (call) => {
    const body = (call.body ?? {}) as { query?: unknown; variables?: Record<string, unknown> };
    const query = typeof body.query === "string" ? body.query : "";
    const found = MUTATION.exec(query);
    if (!found) {
      if (/\bisInMergeQueue\b/.test(query)) {
        const { id } = body.variables ?? {};
        const pull = typeof id === "string" ? findPull(call, id)?.issue.pull : undefined;
        return json({ data: { node: pull ? { isInMergeQueue: pull.queued ?? false } : null } });
      }
      if (/\bviewer\b/.test(query)) return json({ data: { viewer: { login: call.sender.login } } });
      return refusal(
        "undefinedField",
        "This GitHub serves only markPullRequestReadyForReview, convertPullRequestToDraft, enqueuePullRequest and dequeuePullRequest by GraphQL; use REST.",
      );
    }
    const [, mutation, input] = found as unknown as [string, string, string];
    const id = pullRequestId(body.variables ?? {}, input);
    const pull = id === null ? null : findPull(call, id);
    if (!pull) return refusal("NOT_FOUND", `Could not resolve to a node with the global id of '${id ?? ""}'`);
    const { repository, issue } = pull;
    if (!mayWrite(call, repository)) return refusal("FORBIDDEN", "Resource not accessible by integration");
    if (mutation === "enqueuePullRequest") return enqueue(pull, body.variables ?? {});
    if (mutation === "dequeuePullRequest") {
      if (!issue.pull!.queued) return refusal("UNPROCESSABLE", "Pull request is not in the queue");
      issue.pull!.queued = false;
      return json({
        data: { dequeuePullRequest: { mergeQueueEntry: { id: nodeId("PullRequest", issue.pull!.id) } } },
      });
    }
    const draft = mutation === "convertPullRequestToDraft";
    if (issue.pull!.draft !== draft) {
      issue.pull!.draft = draft;
      issue.updatedAt = isoTime(call.state);
      const about = Object.create(call, { repository: { value: repository } }) as Call;
      await emitIssue(about, issue, draft ? "converted_to_draft" : "ready_for_review");
    }
    return json({
      data: {
        [mutation]: {
          clientMutationId: null,
          pullRequest: { id: nodeId("PullRequest", issue.pull!.id), number: issue.number, isDraft: draft },
        },
      },
    });
  }),
];
