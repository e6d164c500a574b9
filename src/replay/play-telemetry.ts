import type { BundleProblem } from "../contracts/bundle.ts";
import type { Telemetry } from "../contracts/telemetry.ts";
import type { TelemetryIndex } from "./index-telemetry.ts";
import { telemetrySlices, timeOf } from "./telemetry-slices.ts";

const STEP_MS = 1_000;
/** After this long without telemetry the clock jumps to the next of it: no timer of Scout's is longer. */
const IDLE_MS = 240_000;

/**
 * Plays the telemetry of a bundle on a virtual clock, in steps of a second.
 *
 * @param step is given what arrived in that second and its end in epoch milliseconds; it ends the play with false
 */
export async function playTelemetry(
  index: TelemetryIndex,
  environment: string,
  problems: BundleProblem[],
  step: (telemetry: Telemetry, now: number) => boolean,
): Promise<void> {
  // Where nothing in it says that it is of the bundle's environment, people call it differently in the two places.
  const strict = index.environments.has(environment.toLowerCase());
  let now = Number.NEGATIVE_INFINITY;
  let idle = 0;
  for await (const slice of telemetrySlices(index, problems)) {
    const records = [slice.spans, slice.points, slice.logs];
    if (!strict) for (const { resource } of records.flat()) resource.environment = undefined;
    if (!slice.continues) {
      const first = Math.floor(slice.fromMs / STEP_MS) * STEP_MS;
      for (const quietUntil = Math.min(first, now + IDLE_MS); now < quietUntil; ) {
        now += STEP_MS;
        if (!step({ spans: [], points: [], logs: [] }, now)) return;
      }
      now = Math.max(now, first);
      idle = 0;
    }
    let [span, point, log] = [0, 0, 0];
    while (span < slice.spans.length || point < slice.points.length || log < slice.logs.length) {
      const next = Math.min(
        ...slice.spans.slice(span, span + 1).map(timeOf.span),
        ...slice.points.slice(point, point + 1).map(timeOf.point),
        ...slice.logs.slice(log, log + 1).map(timeOf.log),
      );
      idle = next >= now + STEP_MS ? idle + STEP_MS : 0;
      if (idle > IDLE_MS) now = Math.floor(next / STEP_MS) * STEP_MS;
      now += STEP_MS;
      const until = <T>(from: number, all: readonly T[], time: (one: T) => number) => {
        let end = from;
        while (end < all.length && time(all[end] as T) < now) end++;
        return end;
      };
      const ends = [
        until(span, slice.spans, timeOf.span),
        until(point, slice.points, timeOf.point),
        until(log, slice.logs, timeOf.log),
      ] as const;
      const telemetry = {
        spans: slice.spans.slice(span, ends[0]),
        points: slice.points.slice(point, ends[1]),
        logs: slice.logs.slice(log, ends[2]),
      };
      [span, point, log] = ends;
      if (!step(telemetry, now)) return;
    }
  }
  // What is held until more arrives comes out now.
  for (const end = now + 30_000; now < end; ) {
    now += STEP_MS;
    if (!step({ spans: [], points: [], logs: [] }, now)) return;
  }
}
