import type { Approval, Check, Facts } from "../facts.ts";
import type { RepositoryName, Sha } from "../repository.ts";
import type { FilePatch } from "./repo-reader.ts";

export interface Comment {
  id: number;
  /** Number of the issue or pull request. */
  issue: number;
  body: string;
  createdAt: string;
  edited: boolean;
  author: { login: string; type: string } | null;
  byApp: boolean;
  /** Whether we have reacted to it. */
  answered: boolean;
}

/** Reads what Guardrail must know. */
export interface RepoFacts {
  readonly repository: RepositoryName;
  read(request: {
    /** The pull request of the incident, where there is one. */
    pullRequest: number | null;
    /** Paths of the change set, and the commit that it was planned on. */
    paths: readonly string[];
    base: Sha | null;
    suspect: Sha | null;
    /** Other commits that the change set undoes. */
    beside?: readonly Sha[];
  }): Promise<Facts>;
  /** As GitHub names it: none, read, triage, write, maintain, admin. */
  permission(login: string): Promise<string>;
  /** Those of these teams of the repository's organisation that somebody is in; null where we may not know. */
  teamsOf(login: string, teams: readonly string[]): Promise<string[] | null>;
  /** Who wrote a commit, as logins; null where GitHub does not know whose account it was, or there is no such commit. */
  authors(sha: Sha): Promise<string[] | null>;
  /** The merged pull request that brought a commit in; null where none did, or several did. */
  broughtBy(sha: Sha): Promise<number | null>;
  /** Comments of issues and pull requests that were written or edited since, and begin so; oldest first, bots' too. */
  commentsSince(since: string, beginning: string): Promise<Comment[]>;
  /** The open issue or pull request that carries the label of the stop button; null where none does. */
  stopIssue(): Promise<number | null>;
  /** Check runs and commit statuses of a commit, the latest of each name. */
  checks(sha: Sha): Promise<Check[]>;
  /** What a pull request changes, a fork's too, since it left its base. */
  changedFiles(pullRequest: number): Promise<FilePatch[]>;
}
export type { Approval };
