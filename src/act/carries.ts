import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { Sha } from "../contracts/repository.ts";

/** Whether everything that a merge brought is in another commit too; null where the repository does not know that one. */
export async function carries(commit: Sha, merge: Sha, reader: RepoReader): Promise<boolean | null> {
  if (commit === merge) return true;
  const lacking = await reader.commitsBetween(commit, merge);
  return lacking && lacking.length === 0;
}
