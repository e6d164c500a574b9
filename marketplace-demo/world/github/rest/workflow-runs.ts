import { runAgain } from "../actions/workflow-runs.ts";
import { forbidden, notFound } from "../http/errors.ts";
import { type Call, json, needs, type Operation, operation } from "../http/operation.ts";
import { renderWorkflowJob, renderWorkflowRun } from "../render/workflow-run.ts";
import type { WorkflowRun } from "../state.ts";

/** How long a run may be run again: https://docs.github.com/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs */
const MONTH_MS = 30 * 24 * 60 * 60 * 1_000;
const RUN = "/repos/{owner}/{repo}/actions/runs/{run_id}";
const read = needs("actions:read");

function runOf(call: Call): WorkflowRun {
  const run = call.repository.workflowRuns.get(Number(call.params.run_id));
  if (!run) throw notFound();
  return run;
}

/** `>=2026-11-22T10:00:00Z` and its kin: https://docs.github.com/search-github/getting-started-with-searching-on-github/understanding-the-search-syntax#query-for-dates */
function isWithin(at: string, range: string | undefined): boolean {
  if (range === undefined) return true;
  const between = range.split("..");
  if (between.length === 2)
    return between.every((end, i) => end === "*" || (i === 0 ? at >= end : at <= end));
  const [, sign, date = ""] = /^(>=|<=|>|<|)(.+)$/.exec(range) ?? [];
  const [time, bound] = [Date.parse(at), Date.parse(date)];
  if (sign === ">=") return time >= bound;
  if (sign === "<=") return time <= bound;
  if (sign === ">") return time > bound;
  return sign === "<" ? time < bound : at.startsWith(date);
}

function listed(call: Call) {
  const { workflow_id: id } = call.params;
  const { event, status, branch, created } = call.query;
  const of = [...call.repository.workflowRuns.values()].filter(
    ({ workflow }) => String(workflow.id) === id || workflow.path === `.github/workflows/${id}`,
  );
  if (of.length === 0) throw notFound();
  const items = of
    .filter(
      (run) =>
        (event === undefined || run.event === event) &&
        (branch === undefined || run.headBranch === branch) &&
        (status === undefined || run.status === status || run.conclusion === status) &&
        isWithin(run.createdAt, created),
    )
    .reverse()
    .map((run) => renderWorkflowRun(call.state, call.repository, run));
  return {
    status: 200,
    list: {
      items,
      wrap: (workflow_runs: unknown[], total_count: number) => ({ total_count, workflow_runs }),
    },
  };
}

/** https://docs.github.com/rest/actions/workflow-runs and https://docs.github.com/rest/actions/workflow-jobs */
export const workflowRuns: Operation[] = [
  operation("GET", "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", read, listed),
  operation("GET", RUN, read, (call) => json(renderWorkflowRun(call.state, call.repository, runOf(call)))),
  operation("GET", `${RUN}/jobs`, read, (call) => {
    const run = runOf(call);
    const jobs = call.query.filter === "all" ? run.jobs : run.jobs.slice(-1);
    return {
      status: 200,
      list: {
        items: jobs.map((job) => renderWorkflowJob(call.state, call.repository, run, job)),
        wrap: (page: unknown[], total_count: number) => ({ total_count, jobs: page }),
      },
    };
  }),
  operation("POST", `${RUN}/rerun`, needs("actions:write", "write"), (call) => {
    const run = runOf(call);
    if (run.status !== "completed") throw forbidden("This workflow is already running");
    if (call.state.now() - Date.parse(run.createdAt) > MONTH_MS)
      throw forbidden("Unable to re-run this workflow run because it was created over a month ago");
    runAgain(call.state, call.repository, run, call.sender);
    return json({}, 201);
  }),
];
