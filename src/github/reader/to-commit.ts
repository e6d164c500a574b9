import type { Commit } from "../../contracts/ports/repo-reader.ts";

interface RestCommit {
  sha: string;
  html_url: string;
  parents: { sha: string }[];
  commit: {
    message: string;
    tree: { sha: string };
    author: { name?: string; date?: string } | null;
    committer: { date?: string } | null;
  };
  author: { login?: string } | Record<string, never> | null;
}

/** A commit of a REST answer, without its files. */
export function toCommit(rest: RestCommit): Commit {
  const login = rest.author && "login" in rest.author ? rest.author.login : undefined;
  const date = rest.commit.committer?.date ?? rest.commit.author?.date ?? new Date(0).toISOString();
  return {
    sha: rest.sha,
    parents: rest.parents.map((parent) => parent.sha),
    tree: rest.commit.tree.sha,
    message: rest.commit.message,
    author: { name: rest.commit.author?.name ?? "unknown", ...(login ? { login } : {}) },
    committedAt: new Date(date).toISOString(),
    url: rest.html_url,
  };
}
