import type { Memory } from "../ingest-telemetry.ts";
import { levelText } from "../level-text.ts";
import { detectSaturation } from "../metrics/detect-saturation.ts";
import type { ServiceRecord } from "../service-record.ts";
import type { Judged, RecoveryQuestion } from "./recovery-question.ts";

/** Metrics come every quarter of a minute, or once a minute. */
const READINGS = 3;
const LEAST_SPAN_MS = 30_000;
const STILL_MS = 120_000;

/** Whether what had run out has room again, by the service's metrics since then: three readings, over half a minute at least. */
export function recoveryBySaturation(
  { anomaly, since, remedied }: RecoveryQuestion,
  record: ServiceRecord,
  memory: Memory,
  now: number,
): Judged {
  const from = Date.parse(since);
  const times = new Set(
    memory.witnesses.metrics
      .ofService(record.service, record.scopes, record.environment)
      .flatMap((series) => series.read(from, now + 1).map((one) => one.atMs)),
  );
  const lasted = times.size === 0 ? 0 : Math.max(...times) - Math.min(...times);
  if (times.size < READINGS || lasted < LEAST_SPAN_MS) {
    return { state: "unknown", summary: "Too few metrics of the service have come since then." };
  }
  const still = detectSaturation(record, memory, now);
  if (still) {
    const told = { measured: still.observed };
    return now - from >= STILL_MS && remedied
      ? { state: "not-healed", ...told, summary: `Not healed: ${still.note ?? levelText(still.observed)}` }
      : {
          state: "unknown",
          ...told,
          summary: `Too early to say: ${still.note ?? levelText(still.observed)}`,
        };
  }
  const text = `nothing of ${anomaly.service} is used up any more`;
  return remedied
    ? { state: "healed", summary: `Healed: ${text}.` }
    : { state: "recovered-unexplained", summary: `Well again, and nothing was done: ${text}.` };
}
