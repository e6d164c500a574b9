import type { CheckRun, CheckSuite, Repository, State } from "../state.ts";
import { renderApp } from "./app.ts";
import { nodeId } from "./node-id.ts";
import { renderSimpleRepository, repositoryPage, repositoryUrl } from "./repository.ts";

/** The open pull requests whose head is a commit, in the short form of check events. */
export function renderCheckPulls(state: State, repository: Repository, sha: string) {
  const url = repositoryUrl(state, repository);
  const repo = { id: repository.id, url, name: repository.name };
  return [...repository.issues.values()]
    .filter((issue) => issue.pull && issue.state === "open" && issue.pull.headSha === sha)
    .map((issue) => ({
      url: `${url}/pulls/${issue.number}`,
      id: issue.pull!.id,
      number: issue.number,
      head: { ref: issue.pull!.headRef, sha: issue.pull!.headSha, repo },
      base: { ref: issue.pull!.baseRef, sha: issue.pull!.baseSha, repo },
    }));
}

/** The status and conclusion of a suite, which follow from its runs. */
export function suiteResult(
  repository: Repository,
  suite: CheckSuite,
): { status: "queued" | "in_progress" | "completed"; conclusion: CheckRun["conclusion"]; runs: CheckRun[] } {
  const newest = new Map<string, CheckRun>();
  for (const run of repository.checkRuns.values()) if (run.suite === suite) newest.set(run.name, run);
  const runs = [...newest.values()];
  if (runs.length === 0 || runs.every((run) => run.status === "queued"))
    return { status: "queued", conclusion: null, runs };
  if (runs.some((run) => run.status !== "completed"))
    return { status: "in_progress", conclusion: null, runs };
  const worst = [
    "action_required",
    "failure",
    "timed_out",
    "cancelled",
    "stale",
    "success",
    "neutral",
    "skipped",
  ] as const;
  const conclusion = worst.find((one) => runs.some((run) => run.conclusion === one)) ?? "neutral";
  return { status: "completed", conclusion, runs };
}

export function renderCheckRun(state: State, repository: Repository, run: CheckRun) {
  const url = `${repositoryUrl(state, repository)}/check-runs/${run.id}`;
  const html = `${repositoryPage(state, repository)}/runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId("CheckRun", run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.output.title,
      summary: run.output.summary,
      text: run.output.text,
      annotations_count: run.output.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    name: run.name,
    check_suite: { id: run.suite.id },
    app: renderApp(state, run.app),
    pull_requests: renderCheckPulls(state, repository, run.headSha),
  };
}

/** A check run in a webhook carries its suite. */
export function renderCheckRunEvent(state: State, repository: Repository, run: CheckRun) {
  const result = suiteResult(repository, run.suite);
  return {
    ...renderCheckRun(state, repository, run),
    check_suite: {
      ...suiteCore(state, repository, run.suite),
      status: result.status,
      conclusion: result.conclusion === "skipped" ? "neutral" : result.conclusion,
    },
  };
}

function suiteCore(state: State, repository: Repository, suite: CheckSuite) {
  return {
    id: suite.id,
    node_id: nodeId("CheckSuite", suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    url: `${repositoryUrl(state, repository)}/check-suites/${suite.id}`,
    before: suite.before,
    after: suite.headSha,
    pull_requests: renderCheckPulls(state, repository, suite.headSha),
    app: renderApp(state, suite.app),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
  };
}

async function headCommit(repository: Repository, sha: string) {
  const commit = await repository.git.commit(sha);
  if (!commit) throw new Error(`the head ${sha} of a check suite is not in ${repository.git.dir}`);
  const date = (time: number) => `${new Date(time * 1000).toISOString().slice(0, 19)}Z`;
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: date(commit.committer.time),
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}

export async function renderCheckSuiteEvent(state: State, repository: Repository, suite: CheckSuite) {
  const result = suiteResult(repository, suite);
  const core = suiteCore(state, repository, suite);
  return {
    ...core,
    status: result.status,
    conclusion: result.conclusion === "skipped" ? "neutral" : result.conclusion,
    latest_check_runs_count: result.runs.length,
    check_runs_url: `${core.url}/check-runs`,
    head_commit: await headCommit(repository, suite.headSha),
  };
}

export async function renderCheckSuite(state: State, repository: Repository, suite: CheckSuite) {
  return {
    ...(await renderCheckSuiteEvent(state, repository, suite)),
    conclusion: suiteResult(repository, suite).conclusion,
    repository: renderSimpleRepository(state, repository),
  };
}
