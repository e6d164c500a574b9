import { z } from "zod";
import { RepositoryName } from "./repository.ts";

/**
 * A batch of telemetry that one worker took and checked, and another is to look at. It is handed on as it was sent: whoever
 * looks at it knows which traces it wants, and reads no more than those.
 */
export const HandedBatch = z.object({
  /** The path that it was sent to. */
  path: z.enum(["/v1/traces", "/v1/metrics", "/v1/logs"]),
  format: z.enum(["protobuf", "json"]),
  /** Those that its credential names. */
  repositories: z.array(RepositoryName).min(1),
  /** Epoch milliseconds, by the clock of the worker that took it. */
  receivedMs: z.number(),
  /** The request's body, compressed by gzip. */
  gzip: z.base64(),
});
export type HandedBatch = z.infer<typeof HandedBatch>;
