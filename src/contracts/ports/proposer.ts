import type { RepositoryName } from "../repository.ts";
import type { RepoWriter } from "./repo-writer.ts";

/**
 * Proposes something outside an incident, for people to merge: it has no way to merge anything itself. Every call can
 * be repeated, as those of `RepoWriter`.
 */
export interface Proposer extends Pick<RepoWriter, "ensureBranch" | "ensurePullRequest"> {
  readonly repository: RepositoryName;
  /** Our pull request of that branch, open or not, the open one first; null where there never was one. */
  findPullRequest(branch: string): Promise<number | null>;
}
