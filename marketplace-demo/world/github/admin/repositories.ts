import { join } from "node:path";
import { createBareRepository } from "../git/create-bare-repository.ts";
import { openGit } from "../git/git.ts";
import { personOf } from "../render/commit.ts";
import type { Account, Label, Protection, Repository, State } from "../state.ts";
import { isoTime } from "../time.ts";

export type NewRepository = {
  owner: string;
  name: string;
  description?: string;
  private?: boolean;
  defaultBranch?: string;
  /** A bare or working repository on this disk, whose branches and tags are taken over. */
  from?: string;
  /** Begin with a commit that holds a README. */
  autoInit?: boolean;
};

/** The labels that every new repository on github.com has. */
const DEFAULT_LABELS: [string, string, string][] = [
  ["bug", "d73a4a", "Something isn't working"],
  ["documentation", "0075ca", "Improvements or additions to documentation"],
  ["duplicate", "cfd3d7", "This issue or pull request already exists"],
  ["enhancement", "a2eeef", "New feature or request"],
  ["good first issue", "7057ff", "Good for newcomers"],
  ["help wanted", "008672", "Extra attention is needed"],
  ["invalid", "e4e669", "This doesn't seem right"],
  ["question", "d876e3", "Further information is requested"],
  ["wontfix", "ffffff", "This will not be worked on"],
];

export function findRepository(state: State, fullName: string): Repository {
  const found = state.repositories.get(fullName.toLowerCase());
  if (!found) throw new Error(`there is no repository ${fullName}: create it first`);
  return found;
}

export async function addRepository(state: State, owner: Account, given: NewRepository): Promise<Repository> {
  const key = `${owner.login}/${given.name}`.toLowerCase();
  if (state.repositories.has(key)) throw new Error(`${owner.login}/${given.name} exists already`);
  const defaultBranch = given.defaultBranch ?? "main";
  const dir = join(state.dir, "repositories", owner.login, `${given.name}.git`);
  await createBareRepository(dir, defaultBranch, given.from ?? null);
  const now = isoTime(state);
  const repository: Repository = {
    id: ++state.lastId,
    owner,
    name: given.name,
    description: given.description ?? null,
    private: given.private ?? false,
    archived: false,
    defaultBranch,
    allowMergeCommit: true,
    allowSquashMerge: true,
    allowRebaseMerge: true,
    deleteBranchOnMerge: false,
    createdAt: now,
    updatedAt: now,
    pushedAt: now,
    git: openGit(dir),
    lastNumber: 0,
    issues: new Map(),
    comments: new Map(),
    labels: new Map(DEFAULT_LABELS.map((label) => [label[0], newLabel(state, ...label)])),
    collaborators: new Map(),
    protection: new Map(),
    checkSuites: new Map(),
    checkRuns: new Map(),
    statuses: [],
    deployments: new Map(),
    workflowRuns: new Map(),
  };
  if (given.autoInit) {
    const blob = await repository.git.writeBlob(Buffer.from(`# ${given.name}\n`));
    const tree = await repository.git.writeTree([{ mode: "100644", path: "README.md", sha: blob }]);
    const person = personOf(state, owner);
    const sha = await repository.git.writeCommit({
      tree,
      parents: [],
      author: person,
      committer: person,
      message: "Initial commit",
    });
    await repository.git.swapRef(`refs/heads/${defaultBranch}`, "0".repeat(40), sha);
  }
  state.repositories.set(key, repository);
  return repository;
}

function newLabel(state: State, name: string, color: string, description: string): Label {
  return { id: ++state.lastId, name, color, description, default: true };
}

/** Protection that asks for nothing, for a caller to add to. */
export const NO_RULES: Protection = {
  requiredStatusChecks: null,
  requiredReviews: null,
  restrictions: null,
  enforceAdmins: false,
  linearHistory: false,
  allowForcePushes: false,
  allowDeletions: false,
  blockCreations: false,
  conversationResolution: false,
  lockBranch: false,
};
