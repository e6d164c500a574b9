import type { CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { valuesSet } from "./changes/values-set.ts";
import type { Finding } from "./finding.ts";
import { WEIGHTS } from "./weights.ts";

const ALIKE = 0.01;
/** A count of one or none is what many a metric happens to be. */
const LEAST = 2;

/**
 * Whether a metric of the service says the very numbers that a candidate writes: a limit that was 40 and is 2, in the
 * diff as in the telemetry. Units differ by powers of ten or of 1024 at most.
 */
export function fitMetricValue(service: string, files: readonly ReadFile[], file: CaseFile): Finding | null {
  const metrics = file.evidence.items.flatMap((item) =>
    item.kind === "metric" && item.service === service && item.before !== undefined ? [item] : [],
  );
  if (metrics.length === 0) return null;
  for (const changed of files) {
    for (const { name, was, is, line } of valuesSet(changed)) {
      const told = metrics.find((item) =>
        SCALES.some((scale) => alike(item.before, was * scale) && alike(item.after, is * scale)),
      );
      if (!told || Math.max(was, is) < LEAST) continue;
      return {
        family: "place",
        weight: WEIGHTS.place.metricTells,
        text: `${told.metric} of ${service} went from ${shown(was)} to ${shown(is)}, as it sets \`${name.split(".").at(-1)?.slice(0, 60)}\`.`,
        evidence: [told.id],
        line: { path: changed.path, line },
      };
    }
  }
  return null;
}

const SCALES = [1, 1000, 0.001, 1024, 2 ** 20];

function alike(a: number | undefined, b: number): boolean {
  return a !== undefined && Math.abs(a - b) <= ALIKE * Math.max(Math.abs(a), Math.abs(b));
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}
