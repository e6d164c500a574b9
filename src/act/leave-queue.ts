import type { Instant } from "../contracts/instant.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { RepoWriter } from "../contracts/ports/repo-writer.ts";

/** Takes a pull request out of its branch's merge queue; answers the merge where the queue was faster, else null. */
export async function leaveQueue(
  input: { pullRequest: number; now: Instant },
  ports: { writer: RepoWriter },
): Promise<NonNullable<Outcome["merge"]> | null> {
  const { mergeSha } = await ports.writer.ensureOutOfQueue(input.pullRequest);
  return mergeSha === null ? null : { sha: mergeSha, at: input.now };
}
