import { z } from "zod";
import { RepositoryName, Sha } from "../../contracts/repository.ts";

/**
 * GitHub's webhook payloads, as far as they are read
 * (https://docs.github.com/en/webhooks/webhook-events-and-payloads). Everything else in them passes unseen.
 */

const Repository = z.object({ full_name: RepositoryName, default_branch: z.string() });
const User = z.object({ login: z.string().max(100), type: z.string() });
const Repositories = z
  .array(z.object({ full_name: RepositoryName }))
  .nullish()
  .transform((list) => (list ?? []).map((repository) => repository.full_name));
const Paths = z.array(z.string()).nullish();
/** GitHub writes most times in UTC, and some with an offset. */
const Time = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

const PullRequest = z.object({
  number: z.number(),
  state: z.enum(["open", "closed"]),
  head: z.object({ ref: z.string(), sha: Sha }),
  /** Absent in reviews, which carry `merged_at` alone. */
  merged: z.boolean().nullish(),
  merged_at: z.string().nullish(),
});

export const PAYLOADS = {
  push: z.object({
    repository: Repository,
    ref: z.string(),
    before: Sha,
    after: Sha,
    deleted: z.boolean(),
    commits: z.array(z.object({ added: Paths, modified: Paths, removed: Paths })).nullish(),
  }),
  deployment_status: z.object({
    repository: Repository,
    deployment_status: z.object({ state: z.string(), environment: z.string().nullish(), created_at: Time }),
    deployment: z.object({ id: z.number(), sha: Sha, environment: z.string() }),
  }),
  check_run: z.object({
    action: z.string().nullish(),
    repository: Repository,
    check_run: z.object({ id: z.number().nullish(), head_sha: Sha, external_id: z.string().nullish() }),
    /** The button that was pressed; GitHub sends it to the App whose check run it is, and to nobody else. */
    requested_action: z.object({ identifier: z.string() }).nullish(),
    sender: User.nullish(),
  }),
  check_suite: z.object({ repository: Repository, check_suite: z.object({ head_sha: Sha }) }),
  status: z.object({ repository: Repository, sha: Sha }),
  pull_request: z.object({
    action: z.string().nullish(),
    repository: Repository,
    pull_request: PullRequest,
  }),
  pull_request_review: z.object({ repository: Repository, pull_request: PullRequest }),
  issues: z.object({
    action: z.string(),
    repository: Repository,
    issue: z.object({ number: z.number(), body: z.string().nullish() }),
    /** What an edit changed. */
    changes: z.object({ body: z.object({ from: z.string() }).nullish() }).nullish(),
    /** The one that was put on or taken off. */
    label: z.object({ name: z.string() }).nullish(),
    sender: User,
  }),
  issue_comment: z.object({
    action: z.string(),
    repository: Repository,
    issue: z.object({ number: z.number() }),
    comment: z.object({
      id: z.number(),
      body: z.string(),
      created_at: Time.nullish(),
      /** Null once the author's account is gone. */
      user: User.nullable(),
      performed_via_github_app: z.unknown().optional(),
    }),
    sender: User,
  }),
  repository_dispatch: z.object({
    /** The event type that the caller chose. */
    action: z.string(),
    repository: Repository,
    client_payload: z.unknown().optional(),
  }),
  installation: z.object({ action: z.string(), repositories: Repositories }),
  installation_repositories: z.object({
    action: z.string(),
    repositories_added: Repositories,
    repositories_removed: Repositories,
  }),
} as const;

export type Payloads = { [Event in keyof typeof PAYLOADS]: z.output<(typeof PAYLOADS)[Event]> };
