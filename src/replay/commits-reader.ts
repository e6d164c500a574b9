import type { BundleCommit } from "../contracts/bundle.ts";
import type { Commit, Deployment, File, RepoReader } from "../contracts/ports/repo-reader.ts";
import { patchedText } from "./patched-text.ts";

const MOST_BETWEEN = 250;

/**
 * `RepoReader` over the commits that a bundle lists. What the port has and a list of commits has not, the text of
 * files, is as far as the patches tell it.
 */
export function commitsReader(
  repository: string,
  listed: readonly BundleCommit[],
  deployments: readonly Deployment[],
): RepoReader {
  const commits = inOneHistory(listed);
  const newestFirst = commits.toReversed();
  const find = (ref: string) => {
    const wanted = ref.toLowerCase();
    const found = commits.filter(({ sha }) => sha.toLowerCase().startsWith(wanted));
    return wanted.length >= 4 && found.length === 1 ? (found[0] as Commit) : null;
  };
  const upTo = (commit: Commit) => commits.slice(0, commits.indexOf(commit) + 1);
  const fileAt = (path: string, ref: string): File | null => {
    const at = find(ref);
    const content = at && patchedText(path, upTo(at), commits.slice(commits.indexOf(at) + 1));
    return content === null
      ? null
      : { path, mode: "100644", blob: `${path}@${at?.sha}`, content, binary: false };
  };
  return {
    repository,
    async defaultBranch() {
      const sha = newestFirst[0]?.sha;
      if (sha === undefined) throw new Error("The bundle holds no commits.");
      return { name: "main", sha };
    },
    commit: async (ref) => find(ref),
    async commitsBetween(base, head) {
      const [from, to] = [find(base), find(head)];
      if (!from || !to) return null;
      return upTo(to)
        .slice(commits.indexOf(from) + 1)
        .slice(0, MOST_BETWEEN);
    },
    commitsSince: async (since, limit) =>
      newestFirst.filter(({ committedAt }) => committedAt >= since).slice(0, limit),
    file: async (path, ref) => fileAt(path, ref),
    async tree(ref) {
      const at = find(ref);
      const paths = new Set<string>();
      for (const { files = [] } of at ? upTo(at) : []) {
        for (const file of files) {
          if (file.status === "removed") paths.delete(file.path);
          else paths.add(file.path);
          if (file.status === "renamed" && file.previousPath) paths.delete(file.previousPath);
        }
      }
      const entries = [...paths].map((path) => ({ path, blob: `${path}@${ref}`, mode: "100644" }));
      return { entries, truncated: true };
    },
    deployments: async (_environment, limit) => deployments.slice(0, limit),
  };
}

/**
 * Oldest first. Parents count where the commits hang together by them; a selection of commits, whose parents are
 * mostly not among them, is one line in the order of their dates.
 */
function inOneHistory(listed: readonly BundleCommit[]): Commit[] {
  const unique = [...new Map(listed.map((one) => [one.sha, one])).values()];
  const known = new Set(unique.map(({ sha }) => sha));
  const loose = unique.filter(({ parents }) => !parents?.[0] || !known.has(parents[0].sha));
  const connected = loose.length <= 1;
  const byDate = unique
    .map((one) => toCommit(one, connected))
    .sort((a, b) => Date.parse(a.committedAt) - Date.parse(b.committedAt));
  return connected ? byAncestry(byDate) : byDate;
}

/** Dates of commits may tie, and clocks of their authors may be off: what contains comes after what is contained. */
function byAncestry(commits: readonly Commit[]): Commit[] {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  const ordered = new Set<Commit>();
  for (const commit of commits) {
    const open = [commit];
    for (let at = open.at(-1); at; at = open.at(-1)) {
      const missing = at.parents
        .map((sha) => bySha.get(sha))
        .find((parent) => parent && !ordered.has(parent) && !open.includes(parent));
      if (missing) open.push(missing);
      else {
        ordered.add(at);
        open.pop();
      }
    }
  }
  return [...ordered];
}

function toCommit(one: BundleCommit, withParents: boolean): Commit {
  const { commit } = one;
  const login = one.author?.login;
  return {
    sha: one.sha,
    parents: withParents ? (one.parents ?? []).map(({ sha }) => sha) : [],
    tree: commit.tree?.sha ?? "",
    message: commit.message,
    author: { name: commit.author?.name ?? "unknown", ...(login ? { login } : {}) },
    committedAt: commit.committer?.date ?? commit.author?.date ?? new Date(0).toISOString(),
    url: one.html_url ?? "",
    files: (one.files ?? []).map((file) => {
      const lines = file.patch?.split("\n") ?? [];
      const counted = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
      return {
        path: file.filename,
        status: file.status,
        ...(file.previous_filename ? { previousPath: file.previous_filename } : {}),
        additions: file.additions ?? counted("+"),
        deletions: file.deletions ?? counted("-"),
        ...(file.patch ? { patch: file.patch } : {}),
      };
    }),
  };
}
