import { z } from "zod";
import { Anomaly } from "../contracts/anomaly.ts";
import { Frame } from "../contracts/evidence.ts";
import { Alert, AlertSignal } from "../contracts/signal.ts";
import { SOURCES } from "./request-metrics/request-point.ts";

const Second = z.number().nonnegative();
const Series = z.object({
  newest: Second,
  cut: Second,
  log: z.base64(),
  minutes: z.base64(),
  tens: z.base64(),
  weeks: z.array(z.tuple([z.number(), z.base64()])),
  revisions: z.array(
    z.tuple([z.number(), z.object({ revision: z.string(), firstMs: z.number(), lastMs: z.number() })]),
  ),
  broken: z.array(z.object({ from: z.number(), to: z.number().nullable(), passed: z.boolean().optional() })),
});

const Service = z.object({
  repository: z.string(),
  environment: z.string(),
  service: z.string(),
  slo: z.object({
    availability: z.number().optional(),
    latency: z.object({ p95: z.number() }).optional(),
    memory: z.number().optional(),
  }),
  lastSeenMs: z.number(),
  scopes: z.array(z.string()),
  operations: z.array(z.tuple([z.string(), Series])),
  whole: Series,
  failures: z.object({
    signatures: z.array(
      z.tuple([z.number(), z.object({ type: z.string(), template: z.string(), frames: z.array(Frame) })]),
    ),
    occurrences: z.array(
      z.object({
        signature: z.number(),
        atMs: z.number(),
        traceId: z.string(),
        scope: z.string(),
        operation: z.string().nullable(),
        revision: z.string(),
      }),
    ),
  }),
  memory: z.array(
    z.object({
      instance: z.string(),
      revision: z.string(),
      firstMs: z.number(),
      lastMs: z.number(),
      series: z.array(
        z.object({
          kind: z.enum(["live", "resident", "heap"]),
          metric: z.string(),
          points: z.array(z.tuple([z.number(), z.number()])),
        }),
      ),
    }),
  ),
  rates: z.object({
    tailUntilMs: z.number().nullable(),
    namesKinds: z.boolean(),
    metered: z.array(
      z.object({
        operation: z.string(),
        source: z.enum(SOURCES),
        newest: z.number(),
        arrivedMs: z.number(),
        intervalMs: z.number(),
      }),
    ),
  }),
});

const Reported = z.object({
  anomaly: Anomaly,
  operations: z.array(z.string()),
  lastBrokenMs: z.number(),
  closedMs: z.number().nullable().default(null),
});

const KnownAlert = z.object({
  repository: z.string(),
  alert: Alert,
  source: AlertSignal.shape.source,
  firedMs: z.number(),
  resolvedMs: z.number().nullable(),
});

/**
 * What Scout keeps over a restart. A service that cannot be read is left out and its windows fill again by themselves;
 * so is everything where the version, which counts up with every change here, is another.
 */
export const SnapshotSchema = z.object({
  version: z.literal(4),
  services: z.array(Service.nullable().catch(null)).catch([]),
  reported: z.array(Reported.nullable().catch(null)).optional().catch([]),
  alerts: z.array(KnownAlert.nullable().catch(null)).optional().catch([]),
  /** Id, fingerprint of its anomaly, since when by its source, until when by its source, when that was heard. */
  alertMarks: z
    .array(z.tuple([z.string(), z.string(), z.number(), z.number().nullable(), z.number().nullable()]))
    .catch([]),
});
