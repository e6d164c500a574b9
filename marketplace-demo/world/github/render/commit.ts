import type { DiffFile } from "../git/diff.ts";
import { type Commit, type Person, personDate } from "../git/objects.ts";
import type { Account, Repository, State } from "../state.ts";
import { nodeId } from "./node-id.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";
import { renderUser } from "./user.ts";

/** The account that a commit's e-mail address belongs to, as GitHub finds it; null for a stranger. */
export function accountOfPerson(state: State, person: Person): Account | null {
  const noreply = /^(?:(\d+)\+)?(.+)@users\.noreply\.github\.com$/i.exec(person.email);
  if (noreply) return state.accounts.get(noreply[2]!.toLowerCase()) ?? null;
  for (const account of state.accounts.values())
    if (account.email !== null && account.email.toLowerCase() === person.email.toLowerCase()) return account;
  return null;
}

/** The address under which GitHub commits for an account that shows none. */
export const noreplyEmail = (account: Account) => `${account.id}+${account.login}@users.noreply.github.com`;

export const personOf = (state: State, account: Account): Person => ({
  name: account.name ?? account.login,
  email: account.email ?? noreplyEmail(account),
  time: Math.floor(state.now() / 1000),
  zone: "+0000",
});

const verification = {
  verified: false,
  reason: "unsigned",
  signature: null,
  payload: null,
  verified_at: null,
};

/** A commit as git data (`/git/commits/{sha}`). */
export function renderGitCommit(state: State, repository: Repository, commit: Commit) {
  const url = repositoryUrl(state, repository);
  const page = repositoryPage(state, repository);
  return {
    sha: commit.sha,
    node_id: nodeId("Commit", `${repository.id}:${commit.sha}`),
    url: `${url}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: { name: commit.author.name, email: commit.author.email, date: personDate(commit.author) },
    committer: {
      name: commit.committer.name,
      email: commit.committer.email,
      date: personDate(commit.committer),
    },
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification,
  };
}

/** A commit as the list, the comparison and the status event show it, without files. */
export function renderCommit(state: State, repository: Repository, commit: Commit) {
  const url = repositoryUrl(state, repository);
  const page = repositoryPage(state, repository);
  const author = accountOfPerson(state, commit.author);
  const committer = accountOfPerson(state, commit.committer);
  return {
    sha: commit.sha,
    node_id: nodeId("Commit", `${repository.id}:${commit.sha}`),
    commit: {
      author: { name: commit.author.name, email: commit.author.email, date: personDate(commit.author) },
      committer: {
        name: commit.committer.name,
        email: commit.committer.email,
        date: personDate(commit.committer),
      },
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification,
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: author ? renderUser(state, author) : null,
    committer: committer ? renderUser(state, committer) : null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}

/** One file of a commit, comparison or pull request. `sha` is the blob after the change. */
export function renderDiffFile(state: State, repository: Repository, file: DiffFile, ref: string) {
  const url = repositoryUrl(state, repository);
  const page = repositoryPage(state, repository);
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  return {
    sha: file.status === "removed" ? file.before : file.after,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${ref}/${path}`,
    raw_url: `${page}/raw/${ref}/${path}`,
    contents_url: `${url}/contents/${path}?ref=${ref}`,
    ...(file.patch === null ? {} : { patch: file.patch }),
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  };
}
