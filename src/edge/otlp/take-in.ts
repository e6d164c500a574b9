import { setImmediate } from "node:timers/promises";
import type { RepositoryName } from "../../contracts/repository.ts";
import type { TelemetrySignal } from "../../contracts/signal.ts";
import type { Telemetry } from "../../contracts/telemetry.ts";
import { portionsOf } from "./in-turns.ts";

/** Gives what was decoded to whoever looks at it, in portions between which other work is done. */
export async function takeIn(
  telemetry: Telemetry,
  repositories: readonly RepositoryName[],
  receivedMs: number,
  accept: (signal: TelemetrySignal) => "accepted" | "overloaded",
): Promise<"accepted" | "overloaded"> {
  const { spans, counted, points, logs } = telemetry;
  if (spans.length + (counted?.length ?? 0) + points.length + logs.length === 0) return "accepted";
  const receivedAt = new Date(receivedMs).toISOString();
  let isFirst = true;
  for (const portion of portionsOf(telemetry)) {
    if (!isFirst) await setImmediate();
    isFirst = false;
    const answer = accept({ kind: "telemetry", repositories, receivedAt, telemetry: portion });
    if (answer === "overloaded") return answer;
  }
  return "accepted";
}
