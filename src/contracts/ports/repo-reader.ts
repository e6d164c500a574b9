import type { Instant } from "../instant.ts";
import type { RepositoryName, Sha } from "../repository.ts";

export interface FilePatch {
  path: string;
  status: "added" | "modified" | "removed" | "renamed" | "copied" | "changed" | "unchanged";
  previousPath?: string;
  additions: number;
  deletions: number;
  /** Unified hunks without file headers, as GitHub gives them; absent for binary and for huge files. */
  patch?: string;
}

export interface Commit {
  sha: Sha;
  parents: Sha[];
  tree: string;
  message: string;
  author: { name: string; login?: string };
  /** Committer's date. */
  committedAt: Instant;
  url: string;
  /** Against the first parent. Absent in lists. */
  files?: FilePatch[];
}

export interface File {
  path: string;
  mode: string;
  blob: string;
  content: string;
  /** True where the bytes are no UTF-8 text; `content` is then empty. */
  binary: boolean;
}

export interface Deployment {
  id: number;
  sha: Sha;
  environment: string;
  /** What it was a deployment of, where the source says so: one repository may hold many services. */
  service?: string;
  /** What the deployer wrote: untrusted. */
  description: string;
  createdAt: Instant;
  /** Latest status, and when it was set; null where there is none yet. */
  status: { state: string; at: Instant } | null;
  /** When it first succeeded, also where a later one has replaced it since; null where it never did. */
  succeededAt: Instant | null;
}

/** Reads one repository. It cannot write: Brain is given this and nothing else of GitHub. */
export interface RepoReader {
  readonly repository: RepositoryName;
  defaultBranch(): Promise<{ name: string; sha: Sha }>;
  /** With files and patches. `ref` may be an abbreviated SHA. Null where there is no such commit. */
  commit(ref: string): Promise<Commit | null>;
  /** Commits reachable from `head` and not from `base`, oldest first, without files; at most 250. Null where either is unknown or they share no history. */
  commitsBetween(base: string, head: string): Promise<Commit[] | null>;
  /** Commits of the default branch since then, newest first, without files; at most `limit`. */
  commitsSince(since: Instant, limit: number): Promise<Commit[]>;
  /** Null where there is no such file at that commit. */
  file(path: string, ref: string): Promise<File | null>;
  /** Every path of the tree at that commit, with its blob and mode. `truncated` where GitHub did not list all. */
  tree(ref: string): Promise<{ entries: { path: string; blob: string; mode: string }[]; truncated: boolean }>;
  /** Newest first; at most `limit`. */
  deployments(environment: string, limit: number): Promise<Deployment[]>;
}
