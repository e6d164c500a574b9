import type { Account, Repository, State, WorkflowJob, WorkflowRun } from "../state.ts";
import { isoTime } from "../time.ts";

/**
 * Starts a run of a workflow of one job, whose concurrency group is the workflow's own and cancels nothing that is
 * under way: one runs, one waits, and one that comes later takes the place of the one that waits.
 * https://docs.github.com/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency
 */
export async function startRun(
  state: State,
  repository: Repository,
  given: { path: string; event: string; actor: Account },
): Promise<WorkflowRun> {
  const ref = `refs/heads/${repository.defaultBranch}`;
  const headSha = await repository.git.resolve(ref);
  if (!headSha) throw new Error(`${repository.name} has no ${ref} to run a workflow of`);
  const all = [...repository.workflowRuns.values()];
  const same = all.filter(({ workflow }) => workflow.path === given.path);
  const now = isoTime(state);
  const run: WorkflowRun = {
    id: ++state.lastId,
    workflow: same[0]?.workflow ?? { id: ++state.lastId, path: given.path },
    number: same.length + 1,
    event: given.event,
    headBranch: repository.defaultBranch,
    headSha,
    status: "queued",
    conclusion: null,
    actor: given.actor,
    triggeringActor: given.actor,
    jobs: [],
    createdAt: now,
    updatedAt: now,
  };
  repository.workflowRuns.set(run.id, run);
  queue(state, repository, run);
  return run;
}

/** Runs it once more, in the same place: its payload, its commit and its id stay what they were. */
export function runAgain(state: State, repository: Repository, run: WorkflowRun, by: Account): void {
  run.triggeringActor = by;
  run.conclusion = null;
  queue(state, repository, run);
}

/** A runner takes its job. */
export function beginRun(state: State, repository: Repository, run: WorkflowRun): void {
  if (run.status !== "queued") throw new Error(`run ${run.id} is ${run.status}, and cannot begin`);
  if (groupOf(repository, run).some(({ status }) => status === "in_progress"))
    throw new Error(`run ${run.id} would begin beside another of its group`);
  run.status = "in_progress";
  latest(run).begunAt = isoTime(state);
  run.updatedAt = isoTime(state);
}

/** It is over, and whoever waits for its group may begin. */
export function endRun(
  state: State,
  repository: Repository,
  run: WorkflowRun,
  conclusion: NonNullable<WorkflowRun["conclusion"]>,
): void {
  const now = isoTime(state);
  Object.assign(run, { status: "completed", conclusion, updatedAt: now });
  Object.assign(latest(run), { conclusion, endedAt: now });
  const isBusy = groupOf(repository, run).some(({ status }) => ["queued", "in_progress"].includes(status));
  const next = groupOf(repository, run).find(({ status }) => status === "pending");
  if (next && !isBusy) next.status = "queued";
}

function queue(state: State, repository: Repository, run: WorkflowRun): void {
  const now = isoTime(state);
  run.jobs.push({ id: ++state.lastId, createdAt: now, begunAt: null, endedAt: null, conclusion: null });
  run.updatedAt = now;
  const others = groupOf(repository, run);
  const isBusy = others.some(({ status }) => ["queued", "in_progress"].includes(status));
  run.status = isBusy ? "pending" : "queued";
  const displaced = others.find(({ status }) => status === "pending");
  if (displaced) endRun(state, repository, displaced, "cancelled");
}

const latest = ({ jobs }: WorkflowRun) => jobs.at(-1) as WorkflowJob;

/** The others of its group. */
const groupOf = (repository: Repository, run: WorkflowRun) =>
  [...repository.workflowRuns.values()].filter(
    (other) => other !== run && other.workflow.path === run.workflow.path,
  );
