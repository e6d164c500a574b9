import type { Issue, IssueComment, Label, Reaction, Repository, State } from "../state.ts";
import { renderApp } from "./app.ts";
import { association } from "./association.ts";
import { nodeId } from "./node-id.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";
import { renderUser } from "./user.ts";

export function renderLabel(state: State, repository: Repository, label: Label) {
  return {
    id: label.id,
    node_id: nodeId("Label", label.id),
    url: `${repositoryUrl(state, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: label.default,
    description: label.description,
  };
}

export function renderReactions(url: string, reactions: Reaction[]) {
  const count = (content: string) => reactions.filter((one) => one.content === content).length;
  return {
    url: `${url}/reactions`,
    total_count: reactions.length,
    "+1": count("+1"),
    "-1": count("-1"),
    laugh: count("laugh"),
    hooray: count("hooray"),
    confused: count("confused"),
    heart: count("heart"),
    rocket: count("rocket"),
    eyes: count("eyes"),
  };
}

export function renderReaction(state: State, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: nodeId("Reaction", reaction.id),
    user: renderUser(state, reaction.user),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

/** An issue, or a pull request in its form as an issue, as REST and webhooks share it. */
export function renderIssue(state: State, repository: Repository, issue: Issue) {
  const api = repositoryUrl(state, repository);
  const url = `${api}/issues/${issue.number}`;
  const page = repositoryPage(state, repository);
  const kind = issue.pull ? "pull" : "issues";
  const html = `${page}/${kind}/${issue.number}`;
  let comments = 0;
  for (const comment of repository.comments.values()) if (comment.issue === issue) comments += 1;
  return {
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    id: issue.id,
    node_id: nodeId(issue.pull ? "PullRequest" : "Issue", issue.pull ? issue.pull.id : issue.id),
    number: issue.number,
    title: issue.title,
    user: renderUser(state, issue.user),
    labels: issue.labels.map((label) => renderLabel(state, repository, label)),
    state: issue.state,
    locked: issue.locked,
    assignee: issue.assignees[0] ? renderUser(state, issue.assignees[0]) : null,
    assignees: issue.assignees.map((account) => renderUser(state, account)),
    milestone: null,
    comments,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: association(repository, issue.user),
    active_lock_reason: issue.lockReason,
    ...(issue.pull
      ? {
          draft: issue.pull.draft,
          pull_request: {
            url: `${api}/pulls/${issue.number}`,
            html_url: html,
            diff_url: `${html}.diff`,
            patch_url: `${html}.patch`,
            merged_at: issue.pull.mergedAt,
          },
        }
      : {}),
    body: issue.body,
    reactions: renderReactions(url, issue.reactions),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: issue.app ? renderApp(state, issue.app) : null,
    state_reason: issue.stateReason,
  };
}

/** `GET /issues/{number}` says besides who closed it. */
export function renderFullIssue(state: State, repository: Repository, issue: Issue) {
  return {
    ...renderIssue(state, repository, issue),
    closed_by: issue.closedBy ? renderUser(state, issue.closedBy) : null,
  };
}

export function renderIssueComment(state: State, repository: Repository, comment: IssueComment) {
  const api = repositoryUrl(state, repository);
  const url = `${api}/issues/comments/${comment.id}`;
  const kind = comment.issue.pull ? "pull" : "issues";
  return {
    url,
    html_url: `${repositoryPage(state, repository)}/${kind}/${comment.issue.number}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${comment.issue.number}`,
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    user: renderUser(state, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(repository, comment.user),
    body: comment.body,
    reactions: renderReactions(url, comment.reactions),
    performed_via_github_app: comment.app ? renderApp(state, comment.app) : null,
  };
}
