/**
 * What the laptop's GitHub remembers besides git itself. Plain data in memory; the git objects and refs of each
 * repository live in a real bare repository on disk, reached through `Repository.git`.
 *
 * Times are ISO-8601 in UTC without fractions of a second, as GitHub writes them.
 */
import type { Git } from "./git/git.ts";

export type Role = "none" | "read" | "triage" | "write" | "maintain" | "admin";
export type Level = "read" | "write" | "admin";
export type Permissions = Record<string, Level>;

export type Account = {
  id: number;
  login: string;
  type: "User" | "Organization" | "Bot";
  name: string | null;
  email: string | null;
  description: string | null;
  createdAt: string;
  /** For an organisation: login in lower case → role. */
  members: Map<string, "member" | "admin">;
  /** For an organisation: team slug → team. */
  teams: Map<string, Team>;
};

export type Team = { id: number; slug: string; name: string; members: Map<string, "member" | "maintainer"> };

export type App = {
  id: number;
  slug: string;
  name: string;
  description: string;
  owner: Account;
  bot: Account;
  clientId: string;
  clientSecret: string;
  /** Where people may be sent back to after they signed in with it. */
  callbackUrls: string[];
  /** SPKI PEM of every private key that may sign for this App. */
  publicKeys: string[];
  permissions: Permissions;
  events: string[];
  hook: Hook | null;
  createdAt: string;
  updatedAt: string;
};

export type Installation = {
  id: number;
  app: App;
  account: Account;
  /** Null means every repository of the account, also those that come later. */
  repositoryIds: Set<number> | null;
  permissions: Permissions;
  events: string[];
  suspendedAt: string | null;
  suspendedBy: Account | null;
  createdAt: string;
  updatedAt: string;
};

export type Token =
  /** With `app`, what somebody who signed in with that App was given. */
  | { kind: "user"; value: string; account: Account; app?: App }
  | {
      kind: "installation";
      value: string;
      installation: Installation;
      permissions: Permissions;
      repositoryIds: Set<number> | null;
      /** Milliseconds since the epoch. */
      expiresAt: number;
    };

export type Hook = {
  id: number;
  url: string;
  secret: string | null;
  /** `["*"]` means every event. */
  events: string[];
  active: boolean;
  target: { type: "integration"; app: App } | { type: "repository"; repository: Repository };
  createdAt: string;
};

export type Label = { id: number; name: string; color: string; description: string | null; default: boolean };

export type ReactionContent = "+1" | "-1" | "laugh" | "confused" | "heart" | "hooray" | "rocket" | "eyes";
export type Reaction = { id: number; content: ReactionContent; user: Account; createdAt: string };

export type LockReason = "off-topic" | "too heated" | "resolved" | "spam";
export type StateReason = "completed" | "not_planned" | "duplicate" | "reopened";

/** An issue, or a pull request when `pull` is there: GitHub numbers both in one sequence. */
export type Issue = {
  id: number;
  number: number;
  title: string;
  body: string | null;
  user: Account;
  app: App | null;
  state: "open" | "closed";
  stateReason: StateReason | null;
  labels: Label[];
  assignees: Account[];
  locked: boolean;
  lockReason: LockReason | null;
  reactions: Reaction[];
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  closedBy: Account | null;
  pull: Pull | null;
};

export type Pull = {
  id: number;
  headRef: string;
  headSha: string;
  baseRef: string;
  baseSha: string;
  draft: boolean;
  merged: boolean;
  mergedAt: string | null;
  mergedBy: Account | null;
  mergeCommitSha: string | null;
  maintainerCanModify: boolean;
  requestedReviewers: Account[];
  /** Slugs of the owner's teams. */
  requestedTeams: string[];
  reviews: Review[];
  /** How many further reads answer `mergeable: null`, as github.com does while it computes. */
  mergeableUnknownFor: number;
  /** It waits in the merge queue of its base branch. */
  queued?: boolean;
};

export type Review = {
  id: number;
  user: Account;
  body: string;
  state: "COMMENTED" | "CHANGES_REQUESTED" | "APPROVED" | "DISMISSED" | "PENDING";
  commitId: string;
  submittedAt: string;
};

export type IssueComment = {
  id: number;
  issue: Issue;
  body: string;
  user: Account;
  /** Who edited it last, and when. */
  edited?: { by: Account; at: string };
  app: App | null;
  reactions: Reaction[];
  createdAt: string;
  updatedAt: string;
};

export type CheckStatus = "queued" | "in_progress" | "completed";
export type CheckConclusion =
  | "success"
  | "failure"
  | "neutral"
  | "cancelled"
  | "skipped"
  | "timed_out"
  | "action_required"
  | "stale";

export type Annotation = {
  path: string;
  start_line: number;
  end_line: number;
  start_column: number | null;
  end_column: number | null;
  annotation_level: "notice" | "warning" | "failure";
  message: string;
  title: string | null;
  raw_details: string | null;
};

export type CheckRun = {
  id: number;
  name: string;
  headSha: string;
  app: App;
  suite: CheckSuite;
  externalId: string;
  detailsUrl: string | null;
  status: CheckStatus;
  conclusion: CheckConclusion | null;
  startedAt: string;
  completedAt: string | null;
  output: { title: string | null; summary: string | null; text: string | null; annotations: Annotation[] };
  actions: { label: string; description: string; identifier: string }[];
};

export type CheckSuite = {
  id: number;
  headSha: string;
  headBranch: string | null;
  before: string | null;
  app: App;
  createdAt: string;
  updatedAt: string;
};

export type CommitStatus = {
  id: number;
  sha: string;
  state: "error" | "failure" | "pending" | "success";
  context: string;
  description: string | null;
  targetUrl: string | null;
  creator: Account;
  createdAt: string;
  updatedAt: string;
};

export type DeploymentState =
  | "error"
  | "failure"
  | "inactive"
  | "in_progress"
  | "queued"
  | "pending"
  | "success";

export type Deployment = {
  id: number;
  sha: string;
  ref: string;
  task: string;
  payload: Record<string, unknown> | string;
  environment: string;
  description: string | null;
  transient: boolean;
  production: boolean;
  creator: Account;
  app: App | null;
  createdAt: string;
  updatedAt: string;
  statuses: DeploymentStatus[];
};

export type DeploymentStatus = {
  id: number;
  state: DeploymentState;
  description: string;
  environment: string;
  targetUrl: string;
  logUrl: string;
  environmentUrl: string;
  creator: Account;
  app: App | null;
  createdAt: string;
  updatedAt: string;
};

/** A run of a workflow. No runner is behind it: who plays one says when its job begins, and how it ends. */
export type WorkflowRun = {
  id: number;
  workflow: { id: number; path: string };
  number: number;
  event: string;
  headBranch: string;
  headSha: string;
  /** `pending`: another of its concurrency group is under way. */
  status: "queued" | "pending" | "in_progress" | "completed";
  conclusion: "success" | "failure" | "cancelled" | null;
  /** Who started it, and who its latest attempt. */
  actor: Account;
  triggeringActor: Account;
  /** One an attempt, the latest last. */
  jobs: WorkflowJob[];
  createdAt: string;
  updatedAt: string;
};

/** The one job of a run, in one of its attempts. */
export type WorkflowJob = {
  id: number;
  createdAt: string;
  /** Null until a runner has taken it. */
  begunAt: string | null;
  endedAt: string | null;
  conclusion: WorkflowRun["conclusion"];
};

export type Protection = {
  requiredStatusChecks: { strict: boolean; checks: { context: string; appId: number | null }[] } | null;
  requiredReviews: {
    count: number;
    dismissStale: boolean;
    requireCodeOwners: boolean;
    requireLastPushApproval: boolean;
  } | null;
  /** Logins and App slugs that may push; null means everyone who may write. */
  restrictions: { users: string[]; teams: string[]; apps: string[] } | null;
  enforceAdmins: boolean;
  linearHistory: boolean;
  allowForcePushes: boolean;
  allowDeletions: boolean;
  blockCreations: boolean;
  conversationResolution: boolean;
  lockBranch: boolean;
  /** Merges go through the queue alone. */
  mergeQueue?: boolean;
};

export type Repository = {
  id: number;
  owner: Account;
  name: string;
  description: string | null;
  private: boolean;
  archived: boolean;
  defaultBranch: string;
  allowMergeCommit: boolean;
  allowSquashMerge: boolean;
  allowRebaseMerge: boolean;
  deleteBranchOnMerge: boolean;
  createdAt: string;
  updatedAt: string;
  pushedAt: string;
  git: Git;
  lastNumber: number;
  issues: Map<number, Issue>;
  comments: Map<number, IssueComment>;
  labels: Map<string, Label>;
  collaborators: Map<string, { account: Account; role: Role }>;
  protection: Map<string, Protection>;
  checkSuites: Map<number, CheckSuite>;
  checkRuns: Map<number, CheckRun>;
  statuses: CommitStatus[];
  deployments: Map<number, Deployment>;
  workflowRuns: Map<number, WorkflowRun>;
};

/** One event on its way to the hooks that want it; the payload is rendered once per hook. */
export type GitHubEvent = {
  name: string;
  action: string | null;
  repository: Repository | null;
  sender: Account;
  payload: Record<string, unknown>;
  /** Only this App hears of it (check runs rerequested, installations). Absent: whoever subscribed. */
  onlyApp?: App;
  /** The installation the event is about, where no repository leads to it. */
  installation?: Installation;
};

export type State = {
  dir: string;
  /** Base of the pages for people, no slash at the end. */
  webUrl: string;
  /** Base of the REST API (…/api/v3), no slash at the end. */
  apiUrl: string;
  lastId: number;
  accounts: Map<string, Account>;
  tokens: Map<string, Token>;
  apps: Map<number, App>;
  /** By the code that is handed out after a manifest: what is told once, and until when. */
  manifests: Map<string, { appId: number; privateKey: string; clientSecret: string; expiresAt: number }>;
  installations: Map<number, Installation>;
  repositories: Map<string, Repository>;
  hooks: Map<number, Hook>;
  /** Milliseconds since the epoch; replaceable, so that a test can let a token expire. */
  now: () => number;
  /** Hands an event to the webhooks; replaced when the server starts. */
  emit: (event: GitHubEvent) => void;
};
