import type { MergeAnswer } from "../../contracts/ports/repo-writer.ts";
import type { Client } from "../create-client.ts";

const LOOK = `query ($id: ID!) { node(id: $id) { ... on PullRequest { isInMergeQueue } } }`;
const ENQUEUE = `mutation ($id: ID!, $head: GitObjectID!) {
  enqueuePullRequest(input: { pullRequestId: $id, expectedHeadOid: $head }) { mergeQueueEntry { id } }
}`;
const IN_QUEUE =
  "It is in the branch's merge queue; GitHub merges it when the queue's own checks have succeeded.";

/**
 * Puts that head of a pull request into the merge queue of its base branch, once. Only GraphQL has a way to it
 * (https://docs.github.com/graphql/reference/mutations#enqueuepullrequest).
 */
export async function enqueuePullRequest(client: Client, id: string, head: string): Promise<MergeAnswer> {
  const { node } = await client.graphql<{ node: { isInMergeQueue?: boolean } | null }>(LOOK, { id });
  if (node?.isInMergeQueue) return { merged: false, why: "queued", message: IN_QUEUE };
  try {
    await client.graphql(ENQUEUE, { id, head });
    return { merged: false, why: "queued", message: IN_QUEUE };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "GraphqlResponseError") throw error;
    return { merged: false, why: "blocked", message: `The merge queue refuses it: ${error.message}` };
  }
}
