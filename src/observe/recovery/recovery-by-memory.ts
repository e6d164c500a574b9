import { levelText } from "../level-text.ts";
import { memoryTrend } from "../memory/memory-trend.ts";
import type { ServiceRecord } from "../service-record.ts";
import { isRevision } from "./is-revision.ts";
import type { Judged, RecoveryQuestion } from "./recovery-question.ts";

const MIN_POINTS = 5;
const MIN_SPAN_SECONDS = 8;
/** Nothing was done: a process that was merely started again must show for longer that it does not leak. */
const STEADY_SPAN_SECONDS = 60;
/** The clocks of a deployment and of a process differ. */
const EARLY_MS = 5_000;

/**
 * Compares how the processes that carry the remedy grow with how the leaking one did, after the same warm-up: healed
 * when the upper bound of Sen's interval stays below half the leak's slope, or no trend is left.
 */
export function recoveryByMemory(
  { anomaly, since, revision, remedied }: RecoveryQuestion,
  record: ServiceRecord,
): Judged {
  const from = Date.parse(since) - EARLY_MS;
  const processes = record.memory.processes();
  const carriers = processes.filter(
    (one) => one.firstMs >= from && revision !== null && isRevision(one.revision, revision),
  );
  const young = carriers.length > 0 ? carriers : processes.filter((one) => one.firstMs >= from);
  const process = remedied ? young.at(-1) : processes.at(-1);
  const wanted = remedied ? MIN_SPAN_SECONDS : STEADY_SPAN_SECONDS;
  const age = process ? (process.lastMs - process.firstMs) / 1000 : 0;
  const found =
    process && memoryTrend(process, remedied ? undefined : Math.max(5, age - STEADY_SPAN_SECONDS));
  if (!process || !found || found.points < MIN_POINTS || found.spanSeconds < wanted - 2) {
    return { state: "unknown", summary: "No process that may speak for it has run for long enough yet." };
  }
  const measured = { value: Math.max(0, found.slope), unit: "bytes/s" as const, samples: found.points };
  const told = { measured, ...(process.revision ? { revision: process.revision } : {}) };
  const text = `${found.metric} moves by ${levelText(measured)} over ${Math.round(found.spanSeconds)} s, and did by ${levelText(anomaly.observed)}`;
  const leak = anomaly.observed.value;
  if (found.high < leak / 2 || (found.slope < leak / 4 && found.p > 0.05)) {
    return remedied
      ? { state: "healed", ...told, summary: `Healed: ${text}.` }
      : { state: "recovered-unexplained", ...told, summary: `Well again, and nothing was done: ${text}.` };
  }
  if (found.low > 1.5 * leak) return { state: "worse", ...told, summary: `Worse than before: ${text}.` };
  if (found.low > leak / 2 && found.spanSeconds >= 15) {
    return { state: "not-healed", ...told, summary: `Not healed: ${text}.` };
  }
  return { state: "unknown", ...told, summary: `Too early to say: ${text}.` };
}
