import type { FileChange } from "../change-set.ts";
import type { RepositoryName, Sha } from "../repository.ts";

export type MergeAnswer =
  | { merged: true; sha: Sha }
  /** `head-moved`: not the head that was judged. `blocked`: rules of the branch. `conflict`: cannot be merged.
   *  `aimed-elsewhere`: somebody has given it another base than the default branch. */
  | {
      merged: false;
      why: "head-moved" | "blocked" | "conflict" | "closed" | "aimed-elsewhere";
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
   * A commit on `base` with these changes, and a branch at it. The commit's author, date and message are
   * given, so the same call makes the same SHA; where the commit must be `signed`, GitHub gives author and date,
   * which alone it signs, and a repeat finds what stands there. Where the branch exists at that SHA nothing is written;
   * where it exists elsewhere, `conflict` says at which SHA.
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
  }): Promise<{
    number: number;
    url: string;
    head: Sha;
    state: "open" | "closed";
    merged: boolean;
    mergeSha?: Sha;
    draft: boolean;
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
  ensureBranchDeleted(name: string): Promise<void>;
}

/** The stop button is pressed, or cannot be read: the merge was not asked for. */
export class MergesStopped extends Error {
  override name = "MergesStopped";
}
