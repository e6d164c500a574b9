import { memoryTrend } from "../memory/memory-trend.ts";
import { warmFrom } from "../memory/warm-from.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";

const MAX_POINTS = 60;
const MAX_PROCESSES = 4;

/** Memory of the latest processes over their age, one of each revision, the newest first. */
export function memoryEvidence({ anomaly, record }: EvidenceContext): Unnumbered[] {
  if (anomaly.symptom !== "memory") return [];
  const latest = new Map(record.memory.processes().map((process) => [process.revision, process]));
  const items: Unnumbered[] = [];
  for (const process of [...latest.values()].reverse().slice(0, MAX_PROCESSES)) {
    const found = memoryTrend(process, warmFrom(process));
    if (!found) continue;
    const step = Math.ceil(found.series.length / MAX_POINTS);
    const limit = record.slo.memory;
    items.push({
      kind: "memory",
      service: record.service,
      metric: found.metric,
      ...(process.revision ? { revision: process.revision } : {}),
      bytesPerSecond: Math.round(found.slope),
      points: found.series
        .filter((_, i) => i % step === 0)
        .map(([seconds, bytes]) => [Math.round(seconds * 10) / 10, Math.round(bytes)]),
      ...(limit === undefined ? {} : { limit }),
      text: `${found.metric} of a process of ${record.service}${process.revision ? ` at ${process.revision.slice(0, 10)}` : ""}: ${(found.slope / 1e6).toFixed(2)} MB/s over ${Math.round(found.spanSeconds)} s, now ${Math.round((found.series.at(-1)?.[1] ?? 0) / 1e6)} MB.`,
    });
  }
  return items;
}
