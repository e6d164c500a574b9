import { context } from "@actions/github";
import { z } from "zod";
import { RepositoryName } from "../contracts/repository.ts";
import { CannotRun } from "./cannot-run.ts";

/** What the runner says of this run: https://docs.github.com/actions/reference/workflows-and-actions/variables */
export interface Job {
  /** Name of the event, such as `repository_dispatch`. */
  event: string;
  /** Untrusted. */
  payload: unknown;
  repository: RepositoryName;
  apiUrl: string;
  webUrl: string;
  /** Page of a run of its workflows. */
  pageOf(run: number): string;
  run: { id: number; attempt: number };
}

/** @throws CannotRun outside of a workflow */
export function readJob(environment: NodeJS.ProcessEnv): Job {
  const repository = RepositoryName.safeParse(environment.GITHUB_REPOSITORY);
  const urls = z
    .tuple([z.url(), z.url()])
    .safeParse([
      environment.GITHUB_API_URL ?? context.apiUrl,
      environment.GITHUB_SERVER_URL ?? context.serverUrl,
    ]);
  if (!repository.success || !urls.success || !context.eventName)
    throw new CannotRun(
      "This is an Action: it runs in a workflow, which sets GITHUB_REPOSITORY, GITHUB_EVENT_NAME and GITHUB_EVENT_PATH.",
    );
  const [apiUrl, webUrl] = urls.data;
  return {
    event: context.eventName,
    payload: context.payload,
    repository: repository.data,
    apiUrl,
    webUrl,
    pageOf: (run) => `${webUrl}/${repository.data}/actions/runs/${run}`,
    run: { id: context.runId, attempt: context.runAttempt || 1 },
  };
}
