import type { WorkflowRun, WorkflowRuns } from "../contracts/ports/workflow-runs.ts";
import type { RepositoryName } from "../contracts/repository.ts";
import type { Client } from "./create-client.ts";
import type { Identity } from "./identity.ts";
import { nullWhere } from "./null-where.ts";

const PAGE = 100;
const HEARD = ["success", "failure", "timed_out"];

/** Implements `WorkflowRuns` over GitHub's REST API: https://docs.github.com/rest/actions/workflow-runs */
export function workflowRuns(
  client: Client,
  repository: RepositoryName,
  identity: () => Promise<Identity>,
): WorkflowRuns {
  const [owner, repo] = repository.split("/") as [string, string];
  const at = { owner, repo };
  return {
    repository,
    async of(run) {
      const found = await nullWhere(client.rest.actions.getWorkflowRun({ ...at, run_id: run }), 404);
      return found && { workflow: found.data.workflow_id, createdAt: instant(found.data.created_at) };
    },
    async since(workflow, since, event) {
      const [us, { data: about }] = await Promise.all([identity(), client.rest.repos.get(at)]);
      const { data } = await client.rest.actions.listWorkflowRuns({
        ...at,
        workflow_id: workflow,
        created: `>=${since}`,
        per_page: PAGE,
        exclude_pull_requests: true,
        ...(event === undefined ? {} : { event, branch: about.default_branch }),
      });
      return data.workflow_runs.map((run) => ({
        id: run.id,
        createdAt: instant(run.created_at),
        askedAt: instant(run.run_started_at ?? run.created_at),
        attempt: run.run_attempt ?? 1,
        state: stateOf(run),
        byUs: run.triggering_actor?.login === us.login,
      }));
    },
    async hasBegun(run) {
      const { data } = await client.rest.actions.listJobsForWorkflowRun({
        ...at,
        run_id: run,
        per_page: PAGE,
      });
      // A job that nobody took has a runner of number 0 or none, an empty name or none, and no steps.
      return data.jobs.some(
        ({ runner_id, runner_name, steps }) =>
          (runner_id ?? 0) !== 0 || (runner_name ?? "") !== "" || (steps?.length ?? 0) > 0,
      );
    },
    async runAgain(run) {
      await client.rest.actions.reRunWorkflow({ ...at, run_id: run });
    },
  };
}

function stateOf(run: { status: string | null; conclusion: string | null }): WorkflowRun["state"] {
  if (run.status !== "completed") return "under-way";
  if (run.conclusion === "cancelled") return "cancelled";
  return HEARD.includes(run.conclusion ?? "") ? "heard" : "else";
}

/** With milliseconds, so that instants can be compared as texts. */
const instant = (text: string) => new Date(text).toISOString();
