import { z } from "zod";
import { Level } from "./anomaly.ts";
import { Instant } from "./instant.ts";
import { Symptom } from "./signal.ts";

/** A frame of a stack trace. `path` is as the process saw it; Brain matches it to the repository by its tail. */
export const Frame = z.object({
  path: z.string().max(500),
  line: z.number().int().nonnegative().optional(),
  function: z.string().max(300).optional(),
  /** False for the runtime's own files and for dependencies. */
  inApp: z.boolean(),
});
export type Frame = z.infer<typeof Frame>;

/** Where an item can be looked up by whoever doubts it; the report decides how to link it. */
export const EvidenceReference = z.object({
  traceId: z.string().max(64).optional(),
  spanId: z.string().max(32).optional(),
  url: z.string().max(2000).optional(),
  /** When it was seen, for the search in logs and metrics. */
  at: Instant.optional(),
});
export type EvidenceReference = z.infer<typeof EvidenceReference>;

const item = {
  id: z.string().regex(/^E\d+$/),
  text: z.string().max(1000),
  reference: EvidenceReference.optional(),
};

/** The rate of errors, or the 95th percentile, before the onset against after it. */
export const ShiftEvidence = z.object({
  ...item,
  kind: z.literal("shift"),
  symptom: Symptom,
  service: z.string(),
  operation: z.string(),
  before: z.object({ requests: z.number(), value: z.number() }).optional(),
  after: z.object({ requests: z.number(), value: z.number() }),
  unit: Level.shape.unit,
});

/**
 * The same measure, for each revision of the service that served requests, or that died at its start and never served one
 * (`requests: 0`, `broken: true`): the strongest witness there is.
 */
export const RevisionEvidence = z.object({
  ...item,
  kind: z.literal("revisions"),
  service: z.string(),
  operation: z.string(),
  unit: z.enum(["ratio", "ms", "bytes/s"]),
  /** In the order in which they were first seen. `revision` may be abbreviated, or no commit at all. */
  revisions: z.array(
    z.object({
      revision: z.string(),
      firstSeen: Instant,
      lastSeen: Instant,
      requests: z.number(),
      value: z.number(),
      /** Whether this revision by itself breaks the objective; null where too little was seen to say. */
      broken: z.boolean().nullable(),
    }),
  ),
  /** An older and a younger revision in the same minutes, where both served: requests, and how many of them went bad. */
  concurrent: z
    .object({
      old: z.object({ revision: z.string(), requests: z.number(), bad: z.number() }),
      young: z.object({ revision: z.string(), requests: z.number(), bad: z.number() }),
      /** Seconds in which both served. */
      seconds: z.number(),
      /** How likely the younger would go bad so much oftener were both alike (one-sided, exact, by minute and operation). */
      pWorse: z.number(),
      /** How likely the younger would go bad so rarely were it three times as bad as the older. Small: they are alike. */
      pAlike: z.number(),
    })
    .optional(),
});

/** One signature of an exception: type, message as a template, in-app frames. */
export const ExceptionEvidence = z.object({
  ...item,
  kind: z.literal("exception"),
  service: z.string(),
  operation: z.string(),
  type: z.string().max(200),
  /** Numbers, ids, quoted values replaced by placeholders. */
  message: z.string().max(500),
  frames: z.array(Frame).max(30),
  count: z.number(),
  /** How many requests of this signature were seen before the onset. */
  countBefore: z.number(),
  revisions: z.array(z.string()),
});

/** Spans below the operation that take longer, or come more often, than before. */
export const SpanShiftEvidence = z.object({
  ...item,
  kind: z.literal("span-shift"),
  service: z.string(),
  operation: z.string(),
  span: z.string().max(300),
  /** `db.query.text`, `url.path` and the like: sanitised, values taken out. */
  detail: z.string().max(500).optional(),
  perRequest: z.object({ before: z.number(), after: z.number() }),
  ownMs: z.object({ before: z.number(), after: z.number() }),
  code: Frame.optional(),
});

/** One exemplar trace. At most 40 spans, the slowest and the failing ones first kept. */
export const TraceEvidence = z.object({
  ...item,
  kind: z.literal("trace"),
  traceId: z.string(),
  failing: z.boolean(),
  /** Of the request in the anomaly's service. */
  operation: z.string().optional(),
  revision: z.string().optional(),
  /** What it failed with: exception type and template, or the span that failed first. */
  signature: z.string().max(300).optional(),
  spans: z
    .array(
      z.object({
        spanId: z.string(),
        parentSpanId: z.string().optional(),
        service: z.string(),
        name: z.string(),
        /** Milliseconds after the start of the trace. */
        startMs: z.number(),
        durationMs: z.number(),
        error: z.boolean(),
      }),
    )
    .max(40),
});

/** Memory of the processes of one revision over time. */
export const MemoryEvidence = z.object({
  ...item,
  kind: z.literal("memory"),
  service: z.string(),
  metric: z.string(),
  revision: z.string().optional(),
  bytesPerSecond: z.number(),
  /** Seconds after the start of the process, bytes. At most 60 points. */
  points: z.array(z.tuple([z.number(), z.number()])).max(60),
  /** Bytes at which the process is expected to die, where it is known. */
  limit: z.number().optional(),
});

export const AlertEvidence = z.object({
  ...item,
  kind: z.literal("alert"),
  source: z.string(),
  name: z.string(),
  startsAt: Instant,
  value: z.number().optional(),
  threshold: z.number().optional(),
  url: z.string().optional(),
});

export const LogEvidence = z.object({
  ...item,
  kind: z.literal("log"),
  service: z.string(),
  template: z.string().max(500),
  count: z.number(),
  countBefore: z.number(),
  severity: z.enum(["unknown", "debug", "info", "warn", "error"]).optional(),
  /** Lines a minute, before the onset and since. */
  perMinute: z.object({ before: z.number(), after: z.number() }).optional(),
  /** Never seen before the onset, although the service had been listened to for long enough. */
  fresh: z.boolean().optional(),
  firstSeen: Instant.optional(),
});

/** A deployment as GitHub recorded it. */
export const DeploymentEvidence = z.object({
  ...item,
  kind: z.literal("deployment"),
  sha: z.string(),
  environment: z.string(),
  at: Instant,
  state: z.string(),
});

/** A value of an attribute that is more frequent in requests that went bad than in those that went well. */
export const AttributeEvidence = z.object({
  ...item,
  kind: z.literal("attribute"),
  service: z.string(),
  operation: z.string(),
  /** Attribute's key; one of another service's span goes before its name: `quotes/db.namespace`. */
  key: z.string().max(200),
  /** The value, a range for numbers ("≥ 12"), or a placeholder where it may be personal. */
  value: z.string().max(200),
  /** Whether the value is the code's own (a revision, a route, a flag's variant): fit for a public page. */
  plain: z.boolean(),
  /** Others that split the requests the same way: `host.name=a`. */
  same: z.array(z.string().max(300)).max(6),
  /** Shares are of what was seen of each sort, so that tail sampling does not bend them. */
  bad: z.object({ requests: z.number(), having: z.number() }),
  good: z.object({ requests: z.number(), having: z.number() }),
  /** Whether the good requests are of the same minutes; else they are of before the onset. */
  concurrent: z.boolean(),
  /** Fisher's exact test, one-sided; then after Benjamini and Hochberg over everything that was tried. */
  p: z.number(),
  q: z.number(),
});

/** A metric that left its usual level, or stands at its limit. */
export const MetricEvidence = z.object({
  ...item,
  kind: z.literal("metric"),
  service: z.string(),
  metric: z.string().max(200),
  /** UCUM, as the sender says it; "1/s" is added for what only counts up. */
  unit: z.string().max(60),
  attributes: z.record(z.string(), z.string()),
  /** Medians. */
  before: z.number().optional(),
  after: z.number(),
  /** Distance in robust standard deviations; absent for a mere saturation. */
  deviations: z.number().optional(),
  q: z.number().optional(),
  /** What it has run out of, in one clause. */
  saturation: z.string().max(200).optional(),
  /** Seconds after the onset, value. */
  points: z.array(z.tuple([z.number(), z.number()])).max(60),
});

/** Something else that changed: what a person would ask about first. */
export const ChangeEvidence = z.object({
  ...item,
  kind: z.literal("change"),
  what: z.enum(["revision", "feature-flag", "scale", "config", "status", "restart", "other"]),
  service: z.string().optional(),
  /** Of `revision`: what began to serve. It may be abbreviated, or no commit at all. */
  revision: z.string().max(100).optional(),
  at: Instant,
  /** Negative before the onset. */
  secondsAfterOnset: z.number(),
});

export const EvidenceItem = z.discriminatedUnion("kind", [
  ShiftEvidence,
  RevisionEvidence,
  ExceptionEvidence,
  SpanShiftEvidence,
  TraceEvidence,
  MemoryEvidence,
  AlertEvidence,
  LogEvidence,
  DeploymentEvidence,
  AttributeEvidence,
  MetricEvidence,
  ChangeEvidence,
]);
export type EvidenceItem = z.infer<typeof EvidenceItem>;
export type EvidenceKind = EvidenceItem["kind"];
export type EvidenceOf<K extends EvidenceKind> = Extract<EvidenceItem, { kind: K }>;

/** The numbered facts of one incident: E1, E2, … without gaps. */
export const Evidence = z.object({
  collectedAt: Instant,
  items: z.array(EvidenceItem).max(60),
  /** Services ranked by how likely the fault began there, from telemetry alone; scores sum to at most 1. */
  localisation: z.array(
    z.object({
      service: z.string(),
      operation: z.string(),
      score: z.number(),
      /** Why, the strongest reason first. */
      because: z.array(z.string().max(300)).max(3).optional(),
    }),
  ),
});
export type Evidence = z.infer<typeof Evidence>;
