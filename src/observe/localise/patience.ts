import { quantile } from "./compare-samples.ts";
import type { Side } from "./ledger.ts";
import type { Call, Visit } from "./visit.ts";

interface Way {
  /** Milliseconds that calls took which succeeded before, and those that were given up since. */
  succeeded: number[];
  givenUp: number[];
  /** Calls of the incident that failed though they were answered. */
  failed: number;
}

const MOST = 2_000;
const FEWEST = 3;
/** Share of the failed calls that were given up, and of the earlier ones that took longer than these were waited for. */
const MOSTLY = 0.6;
const LONGER = 0.02;

/**
 * How long callers wait. A call that was given up ends before its answer does, and the answer is none the worse for
 * it. Where calls used to succeed that took longer than these were waited for, it is the caller that changed: its
 * timeout is shorter, or in another unit.
 */
export class Patience {
  private readonly ways = new Map<string, Way>();

  add(visit: Visit, call: Call, side: Side): void {
    const { answer, failed, detached } = call;
    if (!answer || !call.span || detached || answer.failed) return;
    const key = wayOf(visit, call);
    let way = this.ways.get(key);
    if (!way) {
      way = { succeeded: [], givenUp: [], failed: 0 };
      this.ways.set(key, way);
    }
    const durationMs = call.endMs - call.startMs;
    if (side === 0) {
      if (!failed && way.succeeded.length < MOST) way.succeeded.push(durationMs);
    } else if (failed) {
      way.failed++;
      if (answer.durationMs > durationMs && way.givenUp.length < MOST) way.givenUp.push(durationMs);
    }
  }

  hasShrunk(key: string): boolean {
    const way = this.ways.get(key);
    if (!way || way.givenUp.length < FEWEST || way.givenUp.length < MOSTLY * way.failed) return false;
    const waited = quantile(Float64Array.from(way.givenUp).sort(), 0.9);
    const longer = way.succeeded.filter((ms) => ms > 1.05 * waited).length;
    return longer >= FEWEST && longer >= LONGER * way.succeeded.length;
  }
}

export const wayOf = ({ service, operation }: Visit, call: Call) =>
  `${service}\0${operation}\0${call.target}\0${call.operation}`;
