import { z } from "zod";
import { RepositoryName } from "./repository.ts";

/** A time as files of others write it: ISO 8601 in any offset, or epoch milliseconds. Read as an instant in UTC. */
const Time = z
  .union([z.string().max(64), z.number()])
  .refine((time) => Number.isFinite(new Date(time).getTime()), "must be an ISO 8601 time")
  .transform((time) => new Date(time).toISOString());

/** `bundle.json`. Everything has a default, because any file of a bundle may be absent. */
export const BundleHead = z.object({
  repository: RepositoryName.default("unknown/unknown"),
  environment: z.string().min(1).max(100).default("production"),
  alert_source: z.string().max(50).default("generic"),
  /** When the incident was; telemetry before it is the baseline. Either end may be left out. */
  window: z.object({ from: Time.nullish(), to: Time.nullish() }).nullish(),
  /** A git clone, relative to the bundle; in place of `commits.json`. */
  clone: z.string().max(4096).nullish(),
});
export type BundleHead = z.infer<typeof BundleHead>;

/** `deployments.json`: one entry. What the service writes besides the first four lets a replay be exact. */
export const BundleDeployment = z.object({
  created_at: Time,
  environment: z.string().max(100).nullish(),
  sha: z.string().min(1).max(100),
  service: z.string().max(200).nullish(),
  id: z.number().nullish(),
  description: z.string().nullish(),
  status: z.object({ state: z.string().max(50), at: Time }).nullish(),
  succeeded_at: Time.nullish(),
});
export type BundleDeployment = z.infer<typeof BundleDeployment>;

/** `commits.json`: one entry, as GitHub's "get a commit" answers (https://docs.github.com/rest/commits/commits#get-a-commit). */
export const BundleCommit = z.object({
  sha: z.string().min(4).max(64),
  html_url: z.string().max(2000).nullish(),
  parents: z.array(z.object({ sha: z.string().max(64) })).nullish(),
  commit: z.object({
    message: z.string().default(""),
    author: z.object({ name: z.string().nullish(), date: Time.nullish() }).nullish(),
    committer: z.object({ date: Time.nullish() }).nullish(),
    tree: z.object({ sha: z.string().max(64) }).nullish(),
  }),
  author: z.object({ login: z.string().nullish() }).nullish(),
  files: z
    .array(
      z.object({
        filename: z.string().max(4096),
        status: z
          .enum(["added", "modified", "removed", "renamed", "copied", "changed", "unchanged"])
          .catch("modified"),
        previous_filename: z.string().max(4096).nullish(),
        additions: z.number().nullish(),
        deletions: z.number().nullish(),
        patch: z.string().nullish(),
      }),
    )
    .nullish(),
});
export type BundleCommit = z.infer<typeof BundleCommit>;

/** `events.json`: one entry. */
export const BundleEvent = z.object({
  time: Time,
  kind: z.string().max(100).default("other"),
  service: z.string().max(200).nullish(),
  text: z.string().default(""),
});
export type BundleEvent = z.infer<typeof BundleEvent>;

/** Something in a bundle that could not be used: where, what is wrong, and what to do about it. */
export interface BundleProblem {
  file: string;
  /** From 1; absent where the file as a whole is meant. */
  line?: number;
  message: string;
  hint: string;
}
