import { ZERO } from "../git/git.ts";
import { type Person, personDate } from "../git/objects.ts";
import { accountOfPerson, noreplyEmail } from "../render/commit.ts";
import { repositoryPage } from "../render/repository.ts";
import type { Account, Repository, State } from "../state.ts";
import { newCommits } from "./new-commits.ts";
import type { RefMove } from "./ref-moved.ts";

/** A push lists at most 2048 commits. https://docs.github.com/webhooks/webhook-events-and-payloads#push */
const MOST_COMMITS = 2048;

/** The body of a `push` event, without repository, sender and installation. */
export async function pushPayload(
  state: State,
  repository: Repository,
  move: RefMove,
  sender: Account,
): Promise<Record<string, unknown>> {
  const { git } = repository;
  const page = repositoryPage(state, repository);
  const created = move.before === ZERO;
  const deleted = move.after === ZERO;
  const tip = deleted ? null : await git.resolve(move.after);
  const fresh = (await newCommits(repository, move)).slice(0, MOST_COMMITS);
  const commits = await Promise.all(fresh.map((sha) => commitOfPush(state, repository, sha)));
  const head = tip ? (commits.at(-1) ?? (await commitOfPush(state, repository, tip))) : null;
  return {
    ref: move.ref,
    before: move.before,
    after: move.after,
    created,
    deleted,
    forced: !created && !deleted && !(await git.isAncestor(move.before, move.after)),
    base_ref: null,
    compare:
      created || deleted
        ? `${page}/commit/${created ? move.after.slice(0, 12) : move.before.slice(0, 12)}`
        : `${page}/compare/${move.before.slice(0, 12)}...${move.after.slice(0, 12)}`,
    commits,
    head_commit: head,
    pusher: { name: sender.login, email: sender.email ?? noreplyEmail(sender) },
  };
}

async function commitOfPush(state: State, repository: Repository, sha: string) {
  const commit = await repository.git.commit(sha);
  if (!commit) throw new Error(`pushed commit ${sha} is not in ${repository.git.dir}`);
  const files = await repository.git.diff(commit.parents[0] ?? null, sha);
  const person = (one: Person) => {
    const account = accountOfPerson(state, one);
    return {
      name: one.name,
      email: one.email,
      date: personDate(one),
      ...(account ? { username: account.login } : {}),
    };
  };
  const of = (...states: string[]) =>
    files.filter((file) => states.includes(file.status)).map((file) => file.path);
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: personDate(commit.committer),
    url: `${repositoryPage(state, repository)}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: [...of("added", "copied"), ...of("renamed")],
    removed: [
      ...of("removed"),
      ...files.filter((file) => file.status === "renamed").map((file) => file.previousPath!),
    ],
    modified: of("modified", "changed"),
  };
}
