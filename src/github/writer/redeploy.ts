import type { RepoWriter } from "../../contracts/ports/repo-writer.ts";
import type { Client } from "../create-client.ts";
import { GitHubError } from "../github-error.ts";

type Request = Parameters<RepoWriter["redeploy"]>[0];

/** GitHub's limit (https://docs.github.com/rest/deployments/deployments#create-a-deployment). */
const LONGEST_DESCRIPTION = 140;

/**
 * Sends a revision out again. A deployment of ours is found by the key that it carries; a workflow's run cannot carry
 * one, so that one which was asked for by a call that was cut off may be asked for twice: it deploys the same.
 */
export async function redeploy(
  client: Client,
  at: { owner: string; repo: string },
  request: Request,
): Promise<{ id: number | null; refused?: string }> {
  try {
    return await sendOut(client, at, request);
  } catch (error) {
    // A permission that was not granted, a workflow that is not there: trying again changes nothing.
    if (!(error instanceof GitHubError) || error.passing || error.status === 401) throw error;
    return { id: null, refused: error.message };
  }
}

async function sendOut(
  client: Client,
  at: { owner: string; repo: string },
  { key, revision, environment, via, description }: Request,
): Promise<{ id: number | null }> {
  if (via.kind === "workflow") {
    const { data } = await client.rest.repos.get(at);
    await client.rest.actions.createWorkflowDispatch({
      ...at,
      workflow_id: via.file,
      ref: data.default_branch,
      inputs: { [via.input]: revision },
    });
    return { id: null };
  }
  const found = await client.rest.repos.listDeployments({ ...at, sha: revision, environment, per_page: 100 });
  const ours = found.data.find(({ payload }) => keyOf(payload) === key);
  if (ours) return { id: ours.id };
  const { data } = await client.rest.repos.createDeployment({
    ...at,
    ref: revision,
    environment,
    auto_merge: false,
    // It ran before: its checks have succeeded then, and may be gone.
    required_contexts: [],
    description: description.slice(0, LONGEST_DESCRIPTION),
    payload: { "sre-space": key },
  });
  return { id: "id" in data ? data.id : null };
}

function keyOf(payload: unknown): unknown {
  const read = typeof payload === "string" ? safely(payload) : payload;
  return read !== null && typeof read === "object"
    ? (read as Record<string, unknown>)["sre-space"]
    : undefined;
}

function safely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
