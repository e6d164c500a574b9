import type { ServiceBook } from "./service-book.ts";
import type { TraceBuffer } from "./traces/trace-buffer.ts";
import { silentCredentials } from "./traffic/silent-credentials.ts";

/** How much Scout holds, and what it does not tell apart any more because that would be too much. */
export interface ScoutLoad {
  services: number;
  /** Operations and whole services that are followed. */
  series: number;
  /** Those of them that learn what is normal by hour of the week. */
  seasons: number;
  bytes: { requests: number; history: number; traces: number };
  /** Part of all traces that is looked at whole. */
  traceShare: number;
  /** Limits that were reached, and credentials that fell silent, in words for people. */
  limits: string[];
}

/** @param now epoch milliseconds. */
export function loadOf(services: ServiceBook, traces: TraceBuffer, now: number): ScoutLoad {
  const { budget } = services;
  const held = traces.load();
  const limits: string[] = silentCredentials(services, now);
  if (services.turnedAway > 0) {
    limits.push(
      `More services send telemetry than the ${services.all().length} that can be watched at once; the others are not.`,
    );
  }
  if (budget.folded > 0) {
    limits.push(
      `More operations are served than can be told apart: ${budget.folded} requests were counted together as “*other*”.`,
    );
  }
  if (budget.thinned > 1) {
    limits.push(
      `Requests come faster than they can be kept: one in ${budget.thinned} is counted and stands for the others.`,
    );
  }
  if (budget.leftOut > 0) {
    limits.push(
      `Metrics bring more than can be kept: ${budget.leftOut} requests that they counted were left out.`,
    );
  }
  if (held.share < 1) {
    limits.push(`Of all traces ${Math.max(1, Math.round(100 * held.share))}% are looked at whole.`);
  }
  return {
    services: services.all().length,
    series: budget.series,
    seasons: budget.seasons,
    bytes: { requests: budget.logBytes, history: budget.historyBytes, traces: held.bytes },
    traceShare: held.share,
    limits,
  };
}
