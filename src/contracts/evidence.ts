import { z } from "zod";
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

const item = { id: z.string().regex(/^E\d+$/), text: z.string().max(1000) };

/** The rate of errors, or the 95th percentile, before the onset against after it. */
export const ShiftEvidence = z.object({
  ...item,
  kind: z.literal("shift"),
  symptom: Symptom,
  service: z.string(),
  operation: z.string(),
  before: z.object({ requests: z.number(), value: z.number() }).optional(),
  after: z.object({ requests: z.number(), value: z.number() }),
  unit: z.enum(["ratio", "ms", "bytes/s"]),
});

/** The same measure, for each revision of the service that served requests: the strongest witness there is. */
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
]);
export type EvidenceItem = z.infer<typeof EvidenceItem>;
export type EvidenceKind = EvidenceItem["kind"];
export type EvidenceOf<K extends EvidenceKind> = Extract<EvidenceItem, { kind: K }>;

/** The numbered facts of one incident: E1, E2, … without gaps. */
export const Evidence = z.object({
  collectedAt: Instant,
  items: z.array(EvidenceItem).max(60),
  /** Services ranked by how likely the fault began there, from telemetry alone; scores sum to at most 1. */
  localisation: z.array(z.object({ service: z.string(), operation: z.string(), score: z.number() })),
});
export type Evidence = z.infer<typeof Evidence>;
