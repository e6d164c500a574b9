import type { Client } from "../create-client.ts";
import { commitsBetween } from "../reader/commits-between.ts";
import { readCommit } from "../reader/read-commit.ts";
import { revertedShas } from "./reverted-shas.ts";
import { undoes } from "./undoes.ts";

/**
 * Whether the suspect was reverted since, by anyone, and whether a revert of it was itself reverted. Found
 * by the trailer that git writes, believed only where the lines agree.
 */
export async function readReverts(
  client: Client,
  at: { owner: string; repo: string },
  { suspect, head }: { suspect: string; head: string },
): Promise<{ reverted: boolean; relanded: boolean }> {
  const since = (await commitsBetween(client, at, suspect, head)) ?? [];
  /** Odd steps from the suspect take it out, even ones bring it back. */
  const steps = new Map<string, number>([[suspect, 0]]);
  for (const commit of since) {
    for (const undone of revertedShas(commit.message)) {
      const step = steps.get(undone);
      if (step === undefined) continue;
      const [revert, original] = await Promise.all([
        readCommit(client, at, commit.sha),
        readCommit(client, at, undone),
      ]);
      if (revert && original && undoes(revert, original)) steps.set(commit.sha, step + 1);
    }
  }
  const reached = [...steps.values()];
  return {
    reverted: reached.some((step) => step % 2 === 1),
    relanded: reached.some((step) => step > 0 && step % 2 === 0),
  };
}
