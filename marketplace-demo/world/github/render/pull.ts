import { mergeability } from "../git/mergeability.ts";
import type { Issue, Repository, State } from "../state.ts";
import { association } from "./association.ts";
import { renderLabel } from "./issue.ts";
import { nodeId } from "./node-id.ts";
import { renderRepository, repositoryPage, repositoryUrl } from "./repository.ts";
import { renderTeam } from "./team.ts";
import { renderUser } from "./user.ts";

/** A pull request as lists and review events show it. */
export function renderSimplePull(state: State, repository: Repository, issue: Issue) {
  const pull = issue.pull!;
  const api = repositoryUrl(state, repository);
  const url = `${api}/pulls/${issue.number}`;
  const issueUrl = `${api}/issues/${issue.number}`;
  const html = `${repositoryPage(state, repository)}/pull/${issue.number}`;
  const owner = renderUser(state, repository.owner);
  const repo = renderRepository(state, repository);
  const side = (ref: string, sha: string) => ({
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: owner,
    repo,
  });
  return {
    url,
    id: pull.id,
    node_id: nodeId("PullRequest", pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issueUrl,
    number: issue.number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: renderUser(state, issue.user),
    body: issue.body,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: issue.assignees[0] ? renderUser(state, issue.assignees[0]) : null,
    assignees: issue.assignees.map((account) => renderUser(state, account)),
    requested_reviewers: pull.requestedReviewers.map((account) => renderUser(state, account)),
    requested_teams: pull.requestedTeams.flatMap((slug) => renderTeam(state, repository.owner, slug) ?? []),
    labels: issue.labels.map((label) => renderLabel(state, repository, label)),
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: `${api}/statuses/${pull.headSha}`,
    head: side(pull.headRef, pull.headSha),
    base: side(pull.baseRef, pull.baseSha),
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${api}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: `${api}/statuses/${pull.headSha}` },
    },
    author_association: association(repository, issue.user),
    auto_merge: null,
    active_lock_reason: issue.lockReason,
  };
}

/** A whole pull request, with the size of its change and whether it can be merged now. */
export async function renderPull(
  state: State,
  repository: Repository,
  issue: Issue,
  options: { mergeableUnknown?: boolean } = {},
) {
  const pull = issue.pull!;
  const { git } = repository;
  const base = (await git.mergeBase(pull.baseSha, pull.headSha)) ?? pull.baseSha;
  const files = await git.diff(base, pull.headSha);
  const commits = await git.range(pull.headSha, pull.baseSha);
  const merge =
    options.mergeableUnknown || issue.state === "closed"
      ? { mergeable: null, state: "unknown" }
      : await mergeability(state, repository, issue);
  return {
    ...renderSimplePull(state, repository, issue),
    merged: pull.merged,
    mergeable: merge.mergeable,
    rebaseable: merge.mergeable,
    mergeable_state: merge.state,
    merged_by: pull.mergedBy ? renderUser(state, pull.mergedBy) : null,
    comments: [...repository.comments.values()].filter((comment) => comment.issue === issue).length,
    review_comments: 0,
    maintainer_can_modify: pull.maintainerCanModify,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}
