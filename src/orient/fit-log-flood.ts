import type { CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import { WEIGHTS } from "./weights.ts";

/** Lines a minute, of messages that are new and say nothing bad: that many are a flood. */
const FLOOD = 60;

/** Whether a service writes lines by the hundreds that it never wrote, and a candidate makes it write more. Only counts are read. */
export function fitLogFlood(service: string, files: readonly ReadFile[], file: CaseFile): Finding | null {
  const fresh = file.evidence.items.flatMap((item) =>
    item.kind === "log" &&
    item.service === service &&
    item.fresh === true &&
    item.severity !== "error" &&
    item.severity !== "warn"
      ? [item]
      : [],
  );
  const perMinute = fresh.reduce((sum, { perMinute: rate }) => sum + (rate?.after ?? 0), 0);
  if (perMinute < FLOOD) return null;
  for (const { path, classes } of files) {
    const adds = classes.find(({ change }) => change === "logging added" || change === "log level lowered");
    if (!adds) continue;
    return {
      family: "place",
      weight: WEIGHTS.place.logsMore,
      text: `${service} logs ${Math.round(perMinute)} lines a minute that it never logged before, and it makes it log more.`,
      evidence: fresh.slice(0, 3).map(({ id }) => id),
      line: { path, line: adds.line },
    };
  }
  return null;
}
