import type { RepoWriter } from "../../contracts/ports/repo-writer.ts";
import type { Client } from "../create-client.ts";
import { GitHubError } from "../github-error.ts";

type Request = Parameters<RepoWriter["retryChecks"]>[0];

/** https://docs.github.com/rest/actions/workflow-jobs: a job's id stands in the address of its check. */
const JOB = /\/actions\/runs\/\d+\/jobs?\/(\d+)/;

/**
 * Asks the checks of these names that failed on a commit to run again: a job of GitHub Actions by itself, another
 * App's check by telling that App. One that points at a line of these paths has found something there and is left; so
 * is a commit status, which nobody can ask for.
 */
export async function retryChecks(
  client: Client,
  at: { owner: string; repo: string },
  { head, paths }: Request,
): ReturnType<RepoWriter["retryChecks"]> {
  const runs = await client.paginate(client.rest.checks.listForRef, {
    ...at,
    ref: head,
    filter: "latest",
    per_page: 100,
  });
  const asked: string[] = [];
  for (const run of runs) {
    const failed =
      run.status === "completed" && ["failure", "timed_out", "cancelled"].includes(run.conclusion ?? "");
    if (!failed || run.name.startsWith("SRE-Space / ")) continue;
    if (run.output.annotations_count > 0) {
      const { data } = await client.rest.checks.listAnnotations({
        ...at,
        check_run_id: run.id,
        per_page: 100,
      });
      if (data.some(({ path, annotation_level }) => annotation_level === "failure" && paths.includes(path)))
        continue;
    }
    const job = JOB.exec(run.details_url ?? run.html_url ?? "")?.[1];
    try {
      if (run.app?.slug === "github-actions" && job)
        await client.rest.actions.reRunJobForWorkflowRun({ ...at, job_id: Number(job) });
      else await client.rest.checks.rerequestRun({ ...at, check_run_id: run.id });
      asked.push(run.name);
    } catch (error) {
      // A permission that was not granted, or a check that cannot be asked: it failed, then, and a person looks.
      if (!(error instanceof GitHubError) || error.passing || ![403, 404, 422].includes(error.status))
        throw error;
    }
  }
  return { asked };
}
