import type { FileChange } from "../change-set.ts";
import type { RepositoryName, Sha } from "../repository.ts";

export type MergeAnswer =
  | { merged: true; sha: Sha }
  /** `head-moved`: not the head that was judged. `blocked`: rules of the branch. `conflict`: cannot be merged.
   *  `behind`: the branch's rules want it on top of today's head. `aimed-elsewhere`: somebody has given it another base than the default branch. */
  | {
      merged: false;
      why: "head-moved" | "blocked" | "behind" | "conflict" | "closed" | "aimed-elsewhere";
      message: string;
    }
  /** In the branch's merge queue: GitHub merges it, or throws it out. */
  | { merged: false; why: "queued"; message: string };

/**
 * Writes to one repository. Every call can be repeated: it looks first, does what is missing, and
 * answers the same. Only `src/act/` holds one.
 */
export interface RepoWriter {
  readonly repository: RepositoryName;
  /**
   * A commit on `base` with these changes, and a branch at it. A repeat finds by its content what stands there, and
   * writes nothing; where the branch holds anything else, `conflict` says at which SHA.
   */
  ensureBranch(request: {
    name: string;
    base: Sha;
    files: readonly FileChange[];
    message: string;
    /** ISO instant for author and committer date. */
    date: string;
    signed: boolean;
  }): Promise<{ commit: Sha; created: boolean } | { conflict: Sha }>;
  /** The pull request of that branch into `base`, by us; opened where there is none in any state. */
  ensurePullRequest(request: {
    branch: string;
    base: string;
    title: string;
    body: string;
    draft: boolean;
    labels: readonly string[];
    /** Whom to ask for a review, by login and by slug; who is asked already is not asked again. */
    reviewers?: { users: readonly string[]; teams: readonly string[] };
  }): Promise<{
    number: number;
    url: string;
    head: Sha;
    state: "open" | "closed";
    merged: boolean;
    mergeSha?: Sha;
    draft: boolean;
    /** Why nobody of them could be asked. */
    unasked?: string;
  }>;
  ensureReadyForReview(number: number): Promise<void>;
  /** Merges that head and no other, through the branch's `queue` where it has one. Answers `merged: true` where it was merged already. */
  merge(request: {
    number: number;
    head: Sha;
    title: string;
    message: string;
    queue: boolean;
  }): Promise<MergeAnswer>;
  /** Takes the pull request out of its branch's merge queue. Answers the merge where the queue was faster. */
  ensureOutOfQueue(number: number): Promise<{ mergeSha: Sha | null }>;
  /**
   * The branch that we made at `from`, at a commit with these changes on another base in its place. `conflict`: somebody
   * has moved it; null where it is gone.
   */
  remakeBranch(
    request: Parameters<RepoWriter["ensureBranch"]>[0] & { from: Sha },
  ): Promise<{ commit: Sha } | { conflict: Sha | null }>;
  /** Asks the checks that failed on that head to run again, but those that point at one of these paths. Answers their names. */
  retryChecks(request: { head: Sha; paths: readonly string[] }): Promise<{ asked: string[] }>;
  /** Sends a revision out again, by a deployment event or a workflow; found again by its `key`. Answers the deployment's id where there is one. */
  redeploy(request: {
    key: string;
    revision: Sha;
    environment: string;
    via: { kind: "deployment" } | { kind: "workflow"; file: string; input: string };
    description: string;
  }): Promise<{ id: number | null; refused?: string }>;
  ensureBranchDeleted(name: string): Promise<void>;
}
