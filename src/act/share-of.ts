import type { Instant } from "../contracts/instant.ts";
import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { Sha } from "../contracts/repository.ts";
import { carries } from "./carries.ts";

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;
const SHORT = /^[0-9a-f]{7,64}$/i;

/**
 * Which share of a service's latest requests revisions serve that carry a merge: that commit itself, or a later one that
 * has it among its ancestors. What served before the merge cannot. Null where revisions are not named by commits of this
 * repository, so that nothing can be said.
 */
export async function shareOf(
  input: {
    merge: { sha: Sha; at: Instant };
    serving: readonly { revision: string; firstSeen: Instant; requests: number }[];
  },
  ports: { reader: RepoReader },
): Promise<number | null> {
  const { merge, serving } = input;
  const total = serving.reduce((sum, { requests }) => sum + requests, 0);
  if (total === 0 || !serving.some(({ revision }) => SHORT.test(revision))) return null;
  let with_ = 0;
  for (const { revision, firstSeen, requests } of serving) {
    if (SHORT.test(revision) && merge.sha.startsWith(revision.toLowerCase())) {
      with_ += requests;
      continue;
    }
    // A clock that is ahead makes the old look new, and then GitHub is asked.
    if (firstSeen < merge.at) continue;
    if (!COMMIT.test(revision)) return null;
    const carried = await carries(revision.toLowerCase(), merge.sha, ports.reader);
    if (carried === null) return null;
    if (carried) with_ += requests;
  }
  return Math.round((with_ / total) * 1000) / 1000;
}
