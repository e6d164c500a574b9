import { z } from "zod";
import { Instant } from "./instant.ts";
import { RepositoryName } from "./repository.ts";

/** What the monitor shows of one service. */
export const ServiceView = z.object({
  repository: RepositoryName,
  service: z.string(),
  environment: z.string(),
  revisions: z.array(z.string()),
  requestsPerSecond: z.number(),
  errorRatio: z.number(),
  p95Ms: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  lastSeen: Instant,
  /** Null where nothing can be said. */
  broken: z.boolean().nullable(),
});
export type ServiceView = z.infer<typeof ServiceView>;

/**
 * What one worker knows that is in its memory alone, as it tells monitors that run apart from it: docs/monitor.md. What a
 * newer release adds is passed over.
 */
export const WorkerStatus = z.object({
  /** Of the worker, for people. */
  name: z.string(),
  at: Instant,
  services: z.array(ServiceView),
  unclaimed: z.array(z.object({ service: z.string(), lastSeen: Instant })),
  limits: z.array(z.string()),
  lastSignalAt: Instant.nullable(),
  repositories: z.array(RepositoryName),
  memory: z.object({
    state: z.enum(["asleep", "ready", "away"]),
    waiting: z.number(),
    reason: z.string().optional(),
  }),
  pressure: z.object({
    step: z.enum(["none", "fewer-traces", "one-model-call", "no-model", "no-telemetry"]),
    memory: z.object({ used: z.number(), limit: z.number() }),
    reason: z.string().nullable(),
  }),
  bus: z.object({
    carries: z.enum(["local", "redis", "kafka"]),
    wanted: z.enum(["local", "redis", "kafka"]),
    reason: z.string().nullable(),
  }),
  model: z.string().nullable(),
  quota: z.array(
    z.object({
      of: z.string(),
      resource: z.string(),
      remaining: z.number(),
      limit: z.number(),
      resetAt: Instant,
    }),
  ),
});
export type WorkerStatus = z.infer<typeof WorkerStatus>;
