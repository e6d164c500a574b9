import type { Commit } from "./history.ts";

/** A commit as GitHub's "get a commit" answers. */
export function commitJson(
  commit: Commit,
  parent: string | undefined,
  repository: string,
  iso: (ms: number) => string,
  blank: boolean,
): unknown {
  const author = blank ? "someone" : commit.author;
  const date = iso(commit.committedMs);
  return {
    sha: commit.sha,
    html_url: `https://github.com/${repository}/commit/${commit.sha}`,
    parents: parent ? [{ sha: parent }] : [],
    commit: {
      message: blank ? "change" : commit.message,
      author: { name: author, date },
      committer: { name: author, date },
    },
    author: { login: author.toLowerCase().replace(/[^a-z]+/g, "-") },
    files: commit.files,
  };
}
