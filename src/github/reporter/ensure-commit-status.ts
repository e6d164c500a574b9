import type { Reporter } from "../../contracts/ports/reporter.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";

type Request = Parameters<Reporter["ensureCheckRun"]>[0];

const LONGEST_DESCRIPTION = 140;

/** What a personal token has in place of a check run: our status of that name on that commit. */
export async function ensureCommitStatus(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  request: Request,
): Promise<{ id: number }> {
  const state = stateOf(request);
  const description =
    request.title.length > LONGEST_DESCRIPTION
      ? `${request.title.slice(0, LONGEST_DESCRIPTION - 1)}…`
      : request.title;
  const { data } = await client.rest.repos.listCommitStatusesForRef({
    ...at,
    ref: request.head,
    per_page: 100,
  });
  // Newest first: an older one of the same context is history.
  const latest = data.find((one) => one.context === request.name);
  if (latest?.creator?.login === us.login && latest.state === state && latest.description === description)
    return { id: latest.id };
  const written = await client.rest.repos.createCommitStatus({
    ...at,
    sha: request.head,
    context: request.name,
    state,
    description,
    ...(request.detailsUrl ? { target_url: request.detailsUrl } : {}),
  });
  return { id: written.data.id };
}

function stateOf({ status, conclusion }: Request): "pending" | "success" | "failure" {
  if (status !== "completed") return "pending";
  return conclusion === "success" || conclusion === "neutral" ? "success" : "failure";
}
