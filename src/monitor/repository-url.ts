import type { Incident } from "../contracts/incident.ts";

/** The repository's page on the GitHub that the incident's issue is on; undefined where none was opened yet. */
export function repositoryUrl({ issue, outcome }: Incident): string | undefined {
  const of = issue?.url ?? outcome.pullRequest?.url;
  return of?.replace(/\/(?:issues|pull)\/\d+$/, "");
}
