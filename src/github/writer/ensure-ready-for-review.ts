import type { Client } from "../create-client.ts";

const READY = `mutation ($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } }
}`;

/** Ends the draft. REST cannot; only GraphQL has a way to it. */
export async function ensureReadyForReview(
  client: Client,
  at: { owner: string; repo: string },
  number: number,
): Promise<void> {
  const { data } = await client.rest.pulls.get({ ...at, pull_number: number });
  if (data.draft && data.state === "open") await client.graphql(READY, { id: data.node_id });
}
