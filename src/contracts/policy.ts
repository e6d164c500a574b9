import { z } from "zod";
import { RemedyKind } from "./diagnosis.ts";
import { ByteSize, DurationSeconds, LatencyMs, Share } from "./quantity.ts";

/**
 * `.sre-space.yml`: the one schema from which types, validation, `schema.json` and the reference page
 * come. The file's own keys are kept, so that a person who greps for a setting finds every use of it.
 * `z.input` is what people write (`2m`, `99.5%`), `z.output` what the rooms read (120, 0.995).
 * Every default is the safe one: an empty file only reports.
 */
const Slo = z
  .strictObject({
    availability: Share.optional().describe("Share of requests that must succeed, such as 99.5%."),
    latency: z
      .strictObject({ p95: LatencyMs.describe("The 95th percentile that must hold, such as 400ms.") })
      .optional(),
    memory: ByteSize.optional().describe("At which a process is expected to be killed, such as 300MB."),
  })
  .describe(
    "Service objectives. Without one, a baseline is learnt, and what it finds is reported and not merged.",
  );
export type Slo = z.output<typeof Slo>;

const IgnoredError = z
  .strictObject({
    exception: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe("Type of the exception, whole or its last part, such as QuoteExpired."),
    status: z
      .union([z.int().min(1).max(599), z.string().min(1).max(40)])
      .optional()
      .describe("HTTP status such as 503, or gRPC's such as UNAVAILABLE."),
    operation: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe("Operation; * stands for any text, as in GET /search*."),
  })
  .refine((one) => Object.keys(one).length > 0, "must name an exception, a status or an operation")
  .describe("A failure that is none, where everything holds that is named here.");
export type IgnoredError = z.output<typeof IgnoredError>;

const Service = z.strictObject({
  paths: z
    .array(z.string().max(300))
    .min(1)
    .max(100)
    .describe("Globs of the files that this service is built from."),
  slo: Slo.default({}),
  ignore_errors: z
    .array(IgnoredError)
    .max(50)
    .default([])
    .describe("Failures that the team does not count as such."),
  depends_on: z
    .array(z.string().max(200))
    .default([])
    .describe(
      "Services that this one calls. Traces say so by themselves; needed where alerts are all there is.",
    ),
});

const Freeze = z.strictObject({
  cron: z
    .string()
    .max(100)
    .describe('When the freeze begins, as five cron fields: "0 16 * * 5" is Fridays at 16:00.'),
  duration: DurationSeconds.describe("How long it lasts, such as 64h."),
  timezone: z
    .string()
    .max(60)
    .default("UTC")
    .describe("Of the tz database, such as Europe/Berlin; the freeze follows its summer time."),
});

/** A bare number, or one with a unit as configuration files write it: 512Mi, 250m, 30s. */
const Amount = z.union([
  z.number(),
  z
    .string()
    .max(32)
    .regex(/^-?\d+(?:\.\d+)?[A-Za-z%]{1,6}$/, "must be a number, or one with a unit, such as 512Mi"),
]);

const Runbook = z.strictObject({
  when: z.strictObject({
    error: z.string().min(1).max(500).describe("Text that the error's message contains, in any case."),
    service: z.string().max(200).optional().describe("Only where it is this service that fails."),
  }),
  set: z.strictObject({
    file: z.string().max(300).describe("YAML, JSON, TOML, .properties or .env file of this repository."),
    path: z
      .string()
      .min(1)
      .max(300)
      .describe(
        "Keys with dots between them, such as pool.max. An element of a list is named by its name or its place: containers[quotes].resources.limits.memory.",
      ),
    document: z
      .string()
      .max(300)
      .optional()
      .describe("Of several documents in one YAML file, the one of this kind and name: Deployment/quotes."),
    value: z.union([z.string(), z.number(), z.boolean()]).optional().describe("What to write there."),
    multiply: z
      .number()
      .positive()
      .optional()
      .describe("By what to multiply the amount that stands there. Its unit stays."),
    add: Amount.optional().describe("What to add to the amount that stands there."),
    min: Amount.optional().describe("The result is no less than this; needed where it shrinks."),
    max: Amount.optional().describe("The result is no more than this; needed where it grows."),
  }),
});
export type Runbook = z.output<typeof Runbook>;

const Approvers = z.strictObject({
  permission: z
    .enum(["write", "maintain", "admin"])
    .default("write")
    .describe("What a person must have on this repository, read anew at the moment of the approval."),
  teams: z
    .array(z.string().max(100))
    .max(50)
    .default([])
    .describe("Slugs of teams of the organisation; with any, only who is in one of them may approve."),
  self_approval: z
    .boolean()
    .default(true)
    .describe("Whether the author of the commit under suspicion may approve what is done about it."),
  valid_for: DurationSeconds.prefault("24h").describe("An approval that was not used by then has expired."),
});

const Guardrails = z.strictObject({
  min_confidence: z
    .number()
    .min(0.5)
    .max(1)
    .default(0.95)
    .describe("How probable the suspect must be, by the diagnosis, for anything to be done."),
  remedies: z
    .array(RemedyKind)
    .default(["revert"])
    .describe("Kinds of remedy that may be used. patch is written by the model, and needs naming."),
  allow_paths: z
    .array(z.string().max(300))
    .max(200)
    .default(["**"])
    .describe("Globs of the files that may be changed."),
  deny_paths: z
    .array(z.string().max(300))
    .max(200)
    .default([])
    .describe("Globs of files that are never changed. Added to the built-in ones, which cannot be removed."),
  formats: z
    .array(z.string().max(300))
    .max(200)
    .default([])
    .describe(
      "Globs of files that define what is stored, queued or public. A revert is proposed at most where one changed since the suspect. Added to the built-in ones: migrations, Protocol Buffers, Avro, OpenAPI, GraphQL and their like.",
    ),
  max_files: z
    .int()
    .positive()
    .default(5)
    .describe("How many files a change may touch without a person's approval."),
  max_lines: z
    .int()
    .positive()
    .default(200)
    .describe("How many lines it may add and remove, together, without one."),
  max_services: z
    .int()
    .positive()
    .default(3)
    .describe("Blast radius: how many services' paths a change may touch."),
  required_checks: z
    .array(z.string().max(200))
    .max(100)
    .default([])
    .describe("Checks that must succeed before a merge, besides those that the branch itself requires."),
  max_merges: z
    .strictObject({
      per_hour: z.int().nonnegative().default(1).describe("Merges in any hour."),
      per_day: z.int().nonnegative().default(3).describe("Merges in any day."),
    })
    .prefault({}),
  max_age: DurationSeconds.prefault("6h").describe("The suspect's deployment may be no older than this."),
  cool_down: DurationSeconds.prefault("1h").describe(
    "After a symptom was fixed, the same symptom is not fixed again without a person for so long.",
  ),
  freeze: z.array(Freeze).max(50).default([]).describe("Times at which nothing is merged without a person."),
  approvers: Approvers.prefault({}).describe("Who may approve what is proposed or held."),
});

const Telemetry = z.strictObject({
  sampling: z
    .enum(["auto", "none", "head", "tail"])
    .default("auto")
    .describe(
      "How spans are sampled. tail: by how a trace ended, so that no rate can be made of spans, and metrics are needed. auto: as telemetry itself says and shows.",
    ),
  environment_attribute: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      "Resource attribute that names the environment in place of deployment.environment.name, such as k8s.namespace.name.",
    ),
});
export type TelemetryPolicy = z.output<typeof Telemetry>;

export const Policy = z.strictObject({
  version: z.literal(1).describe("Of this format."),
  _extends: z
    .string()
    .max(140)
    .regex(/^(?:[A-Za-z0-9_.-]+\/)?[A-Za-z0-9_.-]+$/, "must be REPO or OWNER/REPO, such as .github")
    .optional()
    .describe(
      "A repository of the same owner whose policy gives the defaults, such as .github. This file's values stand in front of them.",
    ),
  locked: z
    .array(z.string().max(200))
    .max(100)
    .default([])
    .describe(
      "In the organisation's file: settings, such as guardrails.min_confidence, that a repository may tighten and never loosen. A section's name locks all that is in it.",
    ),
  mode: z
    .enum(["report", "propose", "merge"])
    .default("report")
    .describe("The most that it may do by itself."),
  services: z
    .record(z.string().max(200), Service)
    .default({})
    .describe("By the name under which the service sends its telemetry (service.name)."),
  deploy: z
    .strictObject({
      environment: z
        .string()
        .max(100)
        .default("production")
        .describe("The GitHub environment whose deployments count."),
      revision: z
        .enum(["sha", "tag", "image-label"])
        .default("sha")
        .describe("What service.version holds in telemetry."),
      via: z
        .string()
        .max(100)
        .default("push")
        .describe("What deploys a merge: a push to the branch, or a workflow."),
      timeout: DurationSeconds.prefault("40m").describe("How long to wait for the deployment of a merge."),
      redeploy: z
        .strictObject({
          via: z
            .enum(["deployment", "workflow"])
            .describe("A deployment event of the last healthy revision, or a workflow that is dispatched."),
          workflow: z
            .string()
            .max(100)
            .regex(/^[\w.-]+\.ya?ml$/, "must be a file name such as redeploy.yml")
            .optional()
            .describe("File of that workflow, in .github/workflows."),
          input: z
            .string()
            .max(100)
            .regex(/^[A-Za-z_][\w-]*$/, "must be the name of an input")
            .default("revision")
            .describe("The workflow's input that takes the commit."),
        })
        .refine(({ via, workflow }) => (via === "workflow") === (workflow !== undefined), {
          path: ["workflow"],
          message: "belongs to via: workflow, and is needed there",
        })
        .optional()
        .describe(
          "How the last healthy revision goes out again at once, where guardrails.remedies names redeploy. The pull request follows.",
        ),
    })
    .prefault({}),
  telemetry: Telemetry.prefault({}),
  guardrails: Guardrails.prefault({}),
  verify: z
    .strictObject({
      window: DurationSeconds.prefault("2m").describe("The longest wait for recovery after the deployment."),
      rollback: z.boolean().default(true).describe("Whether a fix that made things worse is taken back."),
      probe: z
        .strictObject({
          url: z
            .url({ protocol: /^https?$/ })
            .max(2000)
            .describe("Asked by GET every second; redirections are not followed."),
          status: z
            .int()
            .min(100)
            .max(599)
            .default(200)
            .describe("The HTTP status of an answer that is well."),
        })
        .optional()
        .describe(
          "For the Action, which sees no telemetry: an address that fails while the symptom is there and answers well without it.",
        ),
    })
    .prefault({}),
  runbooks: z
    .array(Runbook)
    .max(100)
    .default([])
    .describe(
      "Known errors that no commit is guilty of, and the one setting to change for each. The first that fits is taken.",
    ),
  model: z
    .strictObject({
      send: z
        .enum(["none", "evidence", "diffs", "files"])
        .default("evidence")
        .describe("What may leave for a model, redacted; each holds the ones before it."),
    })
    .prefault({}),
  budget: z
    .strictObject({
      tokens_per_incident: z.int().nonnegative().default(60_000).describe("For a model, at most."),
      usd_per_day: z.number().nonnegative().default(5).describe("For a model, at most."),
    })
    .prefault({}),
  redact: z
    .array(z.string().max(300))
    .max(100)
    .default([])
    .describe(
      "RE2 expressions; what they match never leaves. The first named group is what stands in its place.",
    ),
  notify: z
    .strictObject({
      mention: z
        .array(z.string().max(100))
        .max(20)
        .default([])
        .describe("Whom to mention in an incident's issue, such as @acme/sre."),
      labels: z
        .array(z.string().max(50))
        .max(20)
        .default([])
        .describe("For issues and pull requests, besides sre-space."),
      code_owners: z
        .boolean()
        .default(false)
        .describe(
          "Whether the owners of the changed files, by CODEOWNERS, are asked to review what is proposed as a draft; of others GitHub asks them itself.",
        ),
      record: z
        .string()
        .max(100)
        .regex(
          /^(?!.*\/\/)[A-Za-z0-9_-][A-Za-z0-9_./-]*[A-Za-z0-9_-]$/,
          "must be a folder of the repository, such as docs/incidents",
        )
        .optional()
        .describe(
          "Folder for post-mortems, such as docs/incidents: for each incident that is over, a pull request adds one. People merge it.",
        ),
      reland: z
        .boolean()
        .default(false)
        .describe(
          "Whether the author of a commit that was undone gets a draft pull request with it applied again, and a failing test to begin with.",
        ),
      dashboard: z
        .boolean()
        .default(false)
        .describe(
          "Whether one issue lists the open incidents and what waits for whom; a box that is ticked there approves.",
        ),
    })
    .prefault({}),
});
export type Policy = z.output<typeof Policy>;
/** What people write. */
export type PolicyFile = z.input<typeof Policy>;

/** What is wrong in a policy file, and where. Lines and columns count from 1. */
export interface PolicyProblem {
  line: number;
  column: number;
  path: string;
  message: string;
  hint?: string;
}

/** The policy in force in a repository. With problems, the safe defaults stand and nothing is merged. */
export interface LoadedPolicy {
  policy: Policy;
  /** Where it was read: path and blob SHA; null where there is no file. */
  source: { path: string; blob: string } | null;
  /** The organisation's file that stands behind it: `acme/.github`, path and blob. Absent where there is none. */
  organisation?: { repository: string; path: string; blob: string };
  problems: PolicyProblem[];
}
