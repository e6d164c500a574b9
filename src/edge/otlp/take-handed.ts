import type { HandedBatch } from "../../contracts/handed-batch.ts";
import type { TelemetrySignal } from "../../contracts/signal.ts";
import type { TraceInterest } from "../../contracts/telemetry.ts";
import { LIMITS } from "../../safety/limits.ts";
import { freeBytes } from "./free-bytes.ts";
import { gunzipBody } from "./gunzip-body.ts";
import { decodeInTurns } from "./in-turns.ts";
import { SIGNAL_KINDS } from "./signal-kinds.ts";
import { takeIn } from "./take-in.ts";

/** One batch at a time: what it unfolds to was bounded where it was received. */
const ROOM = { take: () => true, giveBack: () => {} };

/**
 * Takes in what another worker received, as if it had been sent here. That worker has answered the sender, and said what was
 * wrong with it.
 *
 * @throws MalformedOtlp, OversizedOtlp where it is not what that worker read
 */
export async function takeHanded(
  { path, format, repositories, receivedMs, gzip }: HandedBatch,
  to: {
    accept(signal: TelemetrySignal): "accepted" | "overloaded";
    interest(repositories: readonly string[]): TraceInterest;
  },
): Promise<void> {
  const kind = SIGNAL_KINDS[path];
  const body = await gunzipBody(Buffer.from(gzip, "base64"), LIMITS.otlpBody, ROOM);
  if (typeof body === "string")
    throw new Error(`A batch of telemetry that was handed over cannot be read (${path}, ${body}).`);
  try {
    const { telemetry } = await decodeInTurns(kind[format](body, receivedMs, to.interest(repositories)));
    await takeIn(telemetry, repositories, receivedMs, to.accept);
  } finally {
    freeBytes(body);
  }
}
