import type { Sha } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";

const LOOK = `query ($id: ID!) { node(id: $id) { ... on PullRequest { isInMergeQueue } } }`;
const DEQUEUE = `mutation ($id: ID!) { dequeuePullRequest(input: { id: $id }) { mergeQueueEntry { id } } }`;

/**
 * Takes a pull request out of the merge queue, where it is in it
 * (https://docs.github.com/graphql/reference/mutations#dequeuepullrequest). Looks before, and after a refusal.
 */
export async function ensureOutOfQueue(
  client: Client,
  at: { owner: string; repo: string },
  number: number,
): Promise<{ mergeSha: Sha | null }> {
  const look = async () => {
    const { data } = await client.rest.pulls.get({ ...at, pull_number: number });
    if (data.merged) return { id: data.node_id, mergeSha: data.merge_commit_sha, queued: false };
    const { node } = await client.graphql<{ node: { isInMergeQueue?: boolean } | null }>(LOOK, {
      id: data.node_id,
    });
    return { id: data.node_id, mergeSha: null, queued: node?.isInMergeQueue ?? false };
  };
  const before = await look();
  if (!before.queued) return { mergeSha: before.mergeSha };
  try {
    await client.graphql(DEQUEUE, { id: before.id });
    return { mergeSha: null };
  } catch (error) {
    // The queue was faster than we, or somebody else.
    const after = await look();
    if (after.queued) throw error;
    return { mergeSha: after.mergeSha };
  }
}
