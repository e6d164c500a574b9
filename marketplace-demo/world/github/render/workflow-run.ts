import type { Repository, State, WorkflowJob, WorkflowRun } from "../state.ts";
import { nodeId } from "./node-id.ts";
import { renderSimpleRepository, repositoryPage, repositoryUrl } from "./repository.ts";
import { renderUser } from "./user.ts";

const nameOf = ({ workflow }: WorkflowRun) => workflow.path.split("/").at(-1) ?? "";

export function renderWorkflowRun(state: State, repository: Repository, run: WorkflowRun) {
  const base = repositoryUrl(state, repository);
  const url = `${base}/actions/runs/${run.id}`;
  const attempt = run.jobs.length;
  return {
    id: run.id,
    name: nameOf(run),
    node_id: nodeId("WorkflowRun", run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow.path,
    display_title: nameOf(run),
    run_number: run.number,
    run_attempt: attempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflow.id,
    url,
    html_url: `${repositoryPage(state, repository)}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    actor: renderUser(state, run.actor),
    triggering_actor: renderUser(state, run.triggeringActor),
    run_started_at: run.jobs.at(-1)?.createdAt ?? run.createdAt,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${base}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: attempt > 1 ? `${url}/attempts/${attempt - 1}` : null,
    workflow_url: `${base}/actions/workflows/${run.workflow.id}`,
    head_commit: null,
    repository: renderSimpleRepository(state, repository),
    head_repository: renderSimpleRepository(state, repository),
  };
}

/** A job that no runner has taken has no steps, and `started_at` all the same, which GitHub's description asks for. */
export function renderWorkflowJob(state: State, repository: Repository, run: WorkflowRun, job: WorkflowJob) {
  const base = repositoryUrl(state, repository);
  const begun = job.begunAt !== null;
  return {
    id: job.id,
    run_id: run.id,
    run_url: `${base}/actions/runs/${run.id}`,
    run_attempt: run.jobs.indexOf(job) + 1,
    node_id: nodeId("Job", job.id),
    head_sha: run.headSha,
    url: `${base}/actions/jobs/${job.id}`,
    html_url: `${repositoryPage(state, repository)}/actions/runs/${run.id}/job/${job.id}`,
    status: job.conclusion ? "completed" : begun ? "in_progress" : "queued",
    conclusion: job.conclusion,
    created_at: job.createdAt,
    started_at: job.begunAt ?? job.createdAt,
    completed_at: job.endedAt,
    name: "respond",
    steps: begun
      ? [
          {
            name: "SRE-Space",
            status: job.conclusion ? "completed" : "in_progress",
            conclusion: job.conclusion,
            number: 1,
            started_at: job.begunAt,
            completed_at: job.endedAt,
          },
        ]
      : [],
    check_run_url: `${base}/check-runs/${job.id}`,
    labels: ["ubuntu-latest"],
    runner_id: begun ? 1 : 0,
    runner_name: begun ? "GitHub Actions 1" : "",
    runner_group_id: begun ? 0 : null,
    runner_group_name: begun ? "GitHub Actions" : null,
    workflow_name: nameOf(run),
    head_branch: run.headBranch,
  };
}
