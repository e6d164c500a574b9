import type { Issue, Repository, Review, State } from "../state.ts";
import { association } from "./association.ts";
import { nodeId } from "./node-id.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";
import { renderUser } from "./user.ts";

export function renderReview(state: State, repository: Repository, issue: Issue, review: Review) {
  const html = `${repositoryPage(state, repository)}/pull/${issue.number}#pullrequestreview-${review.id}`;
  const pull = `${repositoryUrl(state, repository)}/pulls/${issue.number}`;
  return {
    id: review.id,
    node_id: nodeId("PullRequestReview", review.id),
    user: renderUser(state, review.user),
    body: review.body,
    state: review.state as string,
    html_url: html,
    pull_request_url: pull,
    _links: { html: { href: html }, pull_request: { href: pull } },
    submitted_at: review.submittedAt,
    commit_id: review.commitId,
    author_association: association(repository, review.user),
  };
}
