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
export type ServicePolicy = z.output<typeof Service>;

const Freeze = z.strictObject({
  cron: z.string().max(100).describe("When the freeze begins, as five cron fields."),
  duration: DurationSeconds,
  timezone: z.string().max(60).default("UTC"),
});

const Runbook = z.strictObject({
  when: z.strictObject({ error: z.string().max(500).describe("Text that the error's message contains.") }),
  set: z.strictObject({
    file: z.string().max(300),
    path: z.string().max(200),
    value: z.union([z.string(), z.number(), z.boolean()]).optional(),
    multiply: z.number().positive().optional(),
    add: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
});

const Guardrails = z.strictObject({
  min_confidence: z.number().min(0.5).max(1).default(0.95),
  remedies: z.array(RemedyKind).default(["revert"]),
  allow_paths: z.array(z.string().max(300)).default(["**"]),
  deny_paths: z
    .array(z.string().max(300))
    .default([])
    .describe("Added to the built-in ones, which cannot be removed."),
  max_files: z.int().positive().default(5),
  max_lines: z.int().positive().default(200),
  required_checks: z
    .array(z.string().max(200))
    .default([])
    .describe("Besides those that the branch itself requires."),
  max_merges: z
    .strictObject({ per_hour: z.int().nonnegative().default(1), per_day: z.int().nonnegative().default(3) })
    .prefault({}),
  max_age: DurationSeconds.prefault("6h").describe("The suspect's deployment may be no older than this."),
  freeze: z.array(Freeze).default([]),
  approvers: z
    .strictObject({
      permission: z.enum(["write", "maintain", "admin"]).default("write"),
      teams: z.array(z.string().max(100)).default([]),
    })
    .prefault({}),
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
  version: z.literal(1),
  mode: z
    .enum(["report", "propose", "merge"])
    .default("report")
    .describe("The most that it may do by itself."),
  services: z.record(z.string().max(200), Service).default({}),
  deploy: z
    .strictObject({
      environment: z.string().max(100).default("production"),
      revision: z.enum(["sha", "tag", "image-label"]).default("sha"),
      via: z.string().max(100).default("push"),
      timeout: DurationSeconds.prefault("40m").describe("How long to wait for the deployment of a merge."),
    })
    .prefault({}),
  telemetry: Telemetry.prefault({}),
  guardrails: Guardrails.prefault({}),
  verify: z
    .strictObject({
      window: DurationSeconds.prefault("2m").describe("The longest wait for recovery after the deployment."),
      rollback: z.boolean().default(true),
    })
    .prefault({}),
  runbooks: z.array(Runbook).default([]),
  model: z
    .strictObject({ send: z.enum(["none", "evidence", "diffs", "files"]).default("evidence") })
    .prefault({}),
  budget: z
    .strictObject({
      tokens_per_incident: z.int().nonnegative().default(60_000),
      usd_per_day: z.number().nonnegative().default(5),
    })
    .prefault({}),
  redact: z.array(z.string().max(300)).default([]).describe("RE2 expressions; what they match never leaves."),
  notify: z
    .strictObject({
      mention: z.array(z.string().max(100)).default([]),
      labels: z.array(z.string().max(50)).default([]),
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
  problems: PolicyProblem[];
}
