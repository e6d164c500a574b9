import { setImmediate } from "node:timers/promises";
import type { Telemetry } from "../../contracts/telemetry.ts";
import type { Decoded } from "./decoded.ts";

/** Bytes of a body that are decoded in one turn of the event loop, give or take a record: some milliseconds. */
export const TURN_BYTES = 512 * 1024;
/** Records that are taken in in one turn. */
const TURN_RECORDS = 4_000;

/** Decodes a body part by part; other work is done in between. @throws MalformedOtlp, OversizedOtlp */
export async function decodeInTurns(parts: Generator<void, Decoded>): Promise<Decoded> {
  for (let step = parts.next(); ; step = parts.next()) {
    if (step.done) return step.value;
    await setImmediate();
  }
}

/** All of it at once. @throws MalformedOtlp, OversizedOtlp */
export function decodeWhole(parts: Generator<void, Decoded>): Decoded {
  for (let step = parts.next(); ; step = parts.next()) if (step.done) return step.value;
}

/** The same telemetry in portions that can each be taken in in one turn; mostly, it is one. */
export function* portionsOf(telemetry: Telemetry): Generator<Telemetry> {
  const { spans, counted = [], points, logs, passedOver } = telemetry;
  if (spans.length + counted.length + points.length + logs.length <= TURN_RECORDS) {
    yield telemetry;
    return;
  }
  const longest = Math.max(spans.length, counted.length, points.length, logs.length);
  const each = TURN_RECORDS / 4;
  for (let from = 0; from < longest; from += each) {
    const to = from + each;
    yield {
      spans: spans.slice(from, to),
      counted: counted.slice(from, to),
      points: points.slice(from, to),
      logs: logs.slice(from, to),
      ...(from === 0 && passedOver !== undefined ? { passedOver } : {}),
    };
  }
}
