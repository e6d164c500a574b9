import { nodeId } from "../../render/node-id.ts";
import type { Issue, Repository } from "../../state.ts";
import { comments } from "../comments.ts";
import { issues } from "../issues.ts";
import { labels } from "../labels.ts";
import { byRest, findNode, type Mutation, Refusal, unresolved, within } from "./mutation.ts";

const ISSUE = "/repos/{owner}/{repo}/issues";
const RIGHTS = "issues:write|pull_requests:write";

/** An issue or a pull request, which are labelled and commented alike. */
function subject(call: Parameters<Mutation>[0], id: unknown): { repository: Repository; found: Issue } {
  try {
    return findNode(call, id, "Issue", (repository, wanted) =>
      [...repository.issues.values()].find((one) => !one.pull && one.id === wanted),
    );
  } catch {
    return findNode(call, id, "PullRequest", (repository, wanted) =>
      [...repository.issues.values()].find((one) => one.pull?.id === wanted),
    );
  }
}

function labelNames(repository: Repository, ids: unknown): string[] {
  if (!Array.isArray(ids)) throw new Refusal("INVALID", "labelIds is required");
  const known = new Map(
    [...repository.labels.values()].map((label) => [nodeId("Label", label.id), label.name]),
  );
  return ids.map((id: string) => {
    const name = known.get(id);
    if (name === undefined) throw unresolved(id);
    return name;
  });
}

const params = (issue: Issue) => ({ issue_number: String(issue.number) });

/** https://docs.github.com/graphql/reference/mutations, as far as issues, their comments and labels go. */
export const issueMutations: Record<string, Mutation> = {
  async updateIssue(call, { id, title, body, state }) {
    const { repository, found } = findNode(call, id, "Issue", (one, wanted) =>
      [...one.issues.values()].find((issue) => !issue.pull && issue.id === wanted),
    );
    const change = {
      ...(title === undefined || title === null ? {} : { title }),
      ...(body === undefined || body === null ? {} : { body }),
      ...(typeof state === "string" ? { state: state.toLowerCase() } : {}),
    };
    const as = within(call, repository, {
      rights: RIGHTS,
      role: "read",
      params: params(found),
      body: change,
    });
    await byRest(issues, "PATCH", `${ISSUE}/{issue_number}`, as);
    return { issue: issueNode(found) };
  },
  async addComment(call, { subjectId, body }) {
    const { repository, found } = subject(call, subjectId);
    const as = within(call, repository, {
      rights: RIGHTS,
      role: "read",
      params: params(found),
      body: { body },
    });
    const answer = await byRest(comments, "POST", `${ISSUE}/{issue_number}/comments`, as);
    const { id, node_id } = answer.body as { id: number; node_id: string };
    return { commentEdge: { node: { id: node_id, databaseId: id, body } } };
  },
  async updateIssueComment(call, { id, body }) {
    const { repository, found } = findNode(call, id, "IssueComment", (one, wanted) =>
      one.comments.get(wanted),
    );
    const as = within(call, repository, {
      rights: RIGHTS,
      role: "read",
      params: { comment_id: String(found.id) },
      body: { body },
    });
    await byRest(comments, "PATCH", `${ISSUE}/comments/{comment_id}`, as);
    return { issueComment: { id, databaseId: found.id, body } };
  },
  async addLabelsToLabelable(call, { labelableId, labelIds }) {
    const { repository, found } = subject(call, labelableId);
    const as = within(call, repository, {
      rights: RIGHTS,
      role: "triage",
      params: params(found),
      body: { labels: labelNames(repository, labelIds) },
    });
    await byRest(labels, "POST", `${ISSUE}/{issue_number}/labels`, as);
    return { labelable: issueNode(found) };
  },
  async removeLabelsFromLabelable(call, { labelableId, labelIds }) {
    const { repository, found } = subject(call, labelableId);
    for (const name of labelNames(repository, labelIds)) {
      // What is not on it is taken off in silence.
      if (!found.labels.some((label) => label.name === name)) continue;
      const as = within(call, repository, {
        rights: RIGHTS,
        role: "triage",
        params: { ...params(found), name },
      });
      await byRest(labels, "DELETE", `${ISSUE}/{issue_number}/labels/{name}`, as);
    }
    return { labelable: issueNode(found) };
  },
};

const issueNode = (issue: Issue) => ({
  id: nodeId(issue.pull ? "PullRequest" : "Issue", issue.pull?.id ?? issue.id),
  number: issue.number,
  title: issue.title,
  body: issue.body,
  state: issue.state.toUpperCase(),
});
