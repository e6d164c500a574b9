import type { Anomaly } from "../contracts/anomaly.ts";
import type { Evidence } from "../contracts/evidence.ts";
import type { Policy } from "../contracts/policy.ts";
import type { FilePatch } from "../contracts/ports/repo-reader.ts";
import type { Sha } from "../contracts/repository.ts";

/** A commit as a node of the history: enough to say what contains what. */
export interface Landed {
  sha: Sha;
  parents: readonly Sha[];
  /** Committer's date. */
  atMs: number;
}

/** A commit that may have done it. Message and author are carried for people and are never weighed. */
export interface Candidate {
  sha: Sha;
  parents: readonly Sha[];
  committedMs: number;
  files: readonly FilePatch[];
  people: { subject: string; author: string; url: string };
}

/** A deployment that was not refused: some time in `[beginMs, endMs]` its revision began to serve. */
export interface Deployed {
  sha: Sha;
  beginMs: number;
  endMs: number;
  /** Nobody said when it was done: most likely soon after it began. */
  open?: boolean;
  /** The service that it was of; absent where it is of all, or nobody says. */
  service?: string;
}

/** All that Brain reasons over, read beforehand. Plain data: the rest of the room is pure. */
export interface CaseFile {
  anomaly: Anomaly;
  evidence: Evidence;
  policy: Policy;
  nowMs: number;
  history: readonly Landed[];
  candidates: readonly Candidate[];
  /** Oldest first. */
  deployments: readonly Deployed[];
  /**
   * What telemetry calls a revision → the commit that it is; absent where it is none. A name that is no commit's own,
   * such as a version, stands behind its service and a blank: `orders 1.4.0`.
   */
  shaOf: Readonly<Record<string, Sha>>;
  /** The commit that the failing service runs, as far as it is known. */
  failing: Sha | null;
  /** Files that stack frames point at, at the failing revision: repository path → text. */
  sources: Readonly<Record<string, string>>;
  /** There were more changes in the look-back than were read. */
  truncated: boolean;
}
