import { z } from "zod";
import { Instant } from "./instant.ts";
import { RepositoryName, Sha } from "./repository.ts";
import type { Telemetry } from "./telemetry.ts";

/**
 * Something was reported to the edge. Which repositories a signal may belong to comes from the
 * credential that it arrived with, never from its body.
 */

/** OTLP in, decoded. `repositories` is the closed set that the ingest token names. */
export interface TelemetrySignal {
  kind: "telemetry";
  repositories: readonly RepositoryName[];
  receivedAt: Instant;
  telemetry: Telemetry;
}

/**
 * `errors`: requests fail. `latency`: they are slow. `memory`: a process keeps more and more. `traffic`: requests stopped
 * coming. `saturation`: a pool, a queue, the event loop or another bounded thing has run out.
 */
export const Symptom = z.enum(["errors", "latency", "memory", "traffic", "saturation"]);
export type Symptom = z.infer<typeof Symptom>;

/** An exception that an alert brought along, thrown last first. Texts are already sanitised. */
export const AlertException = z.object({
  type: z.string().max(200),
  message: z.string().max(1000),
  /** Where it was thrown first. As `Frame` of Evidence: `path` is as the process saw it. */
  frames: z
    .array(
      z.object({
        path: z.string().max(500),
        line: z.number().int().nonnegative().optional(),
        function: z.string().max(300).optional(),
        /** False for the runtime's own files and for dependencies. */
        inApp: z.boolean(),
      }),
    )
    .max(30),
});
export type AlertException = z.infer<typeof AlertException>;

/** One alert of one source, in the words that all sources share. Texts are already sanitised. */
export const Alert = z.object({
  status: z.enum(["firing", "resolved"]),
  /** Stable for the same alert over its whole life and all its repeats. */
  key: z.string().min(1).max(200),
  name: z.string().max(200),
  service: z.string().max(200).optional(),
  operation: z.string().max(300).optional(),
  environment: z.string().max(100).optional(),
  revision: z.string().max(100).optional(),
  symptom: Symptom.optional(),
  severity: z.string().max(50).optional(),
  summary: z.string().max(2000),
  /** Measured value and threshold in the alert's own unit, where it says them. */
  value: z.number().optional(),
  threshold: z.number().optional(),
  startsAt: Instant,
  endsAt: Instant.optional(),
  url: z.url().max(2000).optional(),
  labels: z.record(z.string(), z.string()),
  /** What was thrown, where the source says (Sentry does): evidence, though no trace was seen. */
  exceptions: z.array(AlertException).max(5).optional(),
});
export type Alert = z.infer<typeof Alert>;

/** An alert that was known of resolved, or fires again. */
export const AlertChange = z.object({
  repository: RepositoryName,
  /** Fingerprint of the anomaly that it was put to. */
  cause: z.string(),
  key: z.string(),
  name: z.string(),
  what: z.enum(["resolved", "fires-again"]),
});
export type AlertChange = z.infer<typeof AlertChange>;

export const AlertSignal = z.object({
  kind: z.literal("alert"),
  source: z.enum([
    "alertmanager",
    "grafana",
    "sentry",
    "cloudevents",
    "generic",
    "pagerduty",
    "datadog",
    "dispatch",
  ]),
  repositories: z.array(RepositoryName).min(1),
  receivedAt: Instant,
  /** The source's own name for this delivery, the same in every retry of it, where it gives one. */
  delivery: z.string().max(200).optional(),
  alerts: z.array(Alert),
});
export type AlertSignal = z.infer<typeof AlertSignal>;

/** A push to a branch. `paths` are what its commits touched, as far as GitHub's payload lists them. */
export const PushSignal = z.object({
  kind: z.literal("push"),
  repository: RepositoryName,
  receivedAt: Instant,
  branch: z.string(),
  before: Sha,
  after: Sha,
  isDefaultBranch: z.boolean(),
  paths: z.array(z.string()),
});
export type PushSignal = z.infer<typeof PushSignal>;

export const DeploymentSignal = z.object({
  kind: z.literal("deployment"),
  repository: RepositoryName,
  receivedAt: Instant,
  id: z.number(),
  environment: z.string(),
  sha: Sha,
  state: z.enum(["queued", "pending", "in_progress", "success", "failure", "error", "inactive"]),
  at: Instant,
});
export type DeploymentSignal = z.infer<typeof DeploymentSignal>;

/** Something changed about the checks of a head SHA: look again. */
export const ChecksSignal = z.object({
  kind: z.literal("checks"),
  repository: RepositoryName,
  receivedAt: Instant,
  headSha: Sha,
});
export type ChecksSignal = z.infer<typeof ChecksSignal>;

/** A pull request moved: closed, merged, reviewed, or its head changed. */
export const PullRequestSignal = z.object({
  kind: z.literal("pull-request"),
  repository: RepositoryName,
  receivedAt: Instant,
  number: z.number(),
  branch: z.string(),
  headSha: Sha,
  state: z.enum(["open", "closed"]),
  merged: z.boolean(),
  /** It was opened or reopened, or its head moved. */
  newHead: z.boolean().optional(),
});
export type PullRequestSignal = z.infer<typeof PullRequestSignal>;

/** A person closed or reopened an issue. */
export const IssueSignal = z.object({
  kind: z.literal("issue"),
  repository: RepositoryName,
  receivedAt: Instant,
  number: z.number(),
  state: z.enum(["open", "closed"]),
  actor: z.string(),
});
export type IssueSignal = z.infer<typeof IssueSignal>;

export const CommandName = z.enum([
  "approve",
  "hold",
  "retry",
  "explain",
  "rollback",
  "resolve",
  "pause",
  "resume",
]);
export type CommandName = z.infer<typeof CommandName>;

/**
 * A person's `/sre …` at the start of an issue comment, or the button of a check run of ours. Whether they may is
 * Guardrail's question.
 */
export const CommandSignal = z.object({
  kind: z.literal("command"),
  repository: RepositoryName,
  receivedAt: Instant,
  /** Null for a button: then `button` says which incident is meant. */
  issue: z.number().nullable(),
  comment: z.number().nullable(),
  /** When the comment was written, by GitHub's clock; a webhook may come much later. */
  writtenAt: Instant.optional(),
  actor: z.string(),
  command: CommandName,
  /** `head` is the commit that the button stood on, and so the one that the person saw. */
  button: z
    .object({
      checkRun: z.number(),
      incident: z.string().max(100),
      head: Sha,
      /** Since when the incident was on hold, as the check run that was looked at said it. */
      held: Instant.optional(),
    })
    .optional(),
});
export type CommandSignal = z.infer<typeof CommandSignal>;

/** The label of the stop button was put on an issue, or taken off one. What stands is read where it matters. */
export const StopSignal = z.object({
  kind: z.literal("stop"),
  repository: RepositoryName,
  receivedAt: Instant,
});
export type StopSignal = z.infer<typeof StopSignal>;

/** A person edited a dashboard: a box that was ticked there is a command. What stands in it is anybody's words. */
export const BoxesSignal = z.object({
  kind: z.literal("boxes"),
  repository: RepositoryName,
  receivedAt: Instant,
  issue: z.number(),
  actor: z.string(),
  /** The body before the edit, and after it. */
  before: z.string(),
  after: z.string(),
});
export type BoxesSignal = z.infer<typeof BoxesSignal>;

/** The App was installed on, or removed from, repositories. */
export const InstallationSignal = z.object({
  kind: z.literal("installation"),
  receivedAt: Instant,
  added: z.array(RepositoryName),
  removed: z.array(RepositoryName),
});
export type InstallationSignal = z.infer<typeof InstallationSignal>;

/** What GitHub's webhooks become. */
export const HookSignal = z.discriminatedUnion("kind", [
  PushSignal,
  DeploymentSignal,
  ChecksSignal,
  PullRequestSignal,
  IssueSignal,
  CommandSignal,
  StopSignal,
  BoxesSignal,
  InstallationSignal,
]);
export type HookSignal = z.infer<typeof HookSignal>;

/** Everything that must survive a crash once it was acknowledged. */
export const DurableSignal = z.discriminatedUnion("kind", [
  AlertSignal,
  PushSignal,
  DeploymentSignal,
  ChecksSignal,
  PullRequestSignal,
  IssueSignal,
  CommandSignal,
  StopSignal,
  BoxesSignal,
  InstallationSignal,
]);
export type DurableSignal = z.infer<typeof DurableSignal>;

export type Signal = TelemetrySignal | DurableSignal;
