import type { Symptom } from "../../contracts/signal.ts";
import type { Span } from "../../contracts/telemetry.ts";
import { findOrigin, type Normal } from "./find-origin.ts";
import type { TraceBuffer } from "./trace-buffer.ts";

export interface Verdicts {
  /** Requests that were followed, and those whose traces are still too incomplete for it. */
  followed: number;
  waiting: number;
  /** Most votes first. */
  origins: { service: string; operation: string; symptom: Symptom; votes: number }[];
  /** Services that suffered, by the service where it began. */
  sufferers: Map<string, Set<string>>;
}

const MAX_REQUESTS = 40;
/** A service's spans may come this much later than its caller's. */
const PATIENCE_MS = 2_500;

/** Follows the newest bad requests of an operation, each to where it began. */
export function summariseOrigins(
  traces: TraceBuffer,
  of: { service: string; operation: string; scopes: ReadonlySet<string>; symptom: Symptom; sinceMs: number },
  isBad: (entry: Span) => boolean,
  normal: Normal,
  now: number,
): Verdicts {
  const votes = new Map<string, Verdicts["origins"][number]>();
  const sufferers = new Map<string, Set<string>>();
  const bad = traces.requests(of, (entry) => entry.endMs >= of.sinceMs && isBad(entry), MAX_REQUESTS);
  let followed = 0;
  let waiting = 0;
  for (const { record, entry } of bad) {
    const origin = findOrigin(record, entry, of.symptom, normal);
    if (!origin.complete && record.lastArrival > now - PATIENCE_MS) {
      waiting++;
      continue;
    }
    followed++;
    const key = `${origin.service}\0${origin.operation}\0${origin.symptom}`;
    const { service, operation, symptom } = origin;
    const vote = votes.get(key) ?? { service, operation, symptom, votes: 0 };
    vote.votes++;
    votes.set(key, vote);
    const mine = sufferers.get(service) ?? new Set<string>();
    sufferers.set(service, mine);
    for (const name of origin.sufferers) mine.add(name);
  }
  return {
    followed,
    waiting,
    origins: [...votes.values()].sort((a, b) => b.votes - a.votes),
    sufferers,
  };
}
