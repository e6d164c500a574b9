const GENERATION_MS = 60_000;
/** A pipeline that lags holds everybody's telemetry back; one process that lags so far behind others has its clock wrong. */
const BEHIND_MS = 120_000;
const OTHERS_MS = 60_000;
const ENOUGH = 20;
const MAX_CLOCKS = 5_000;

/** The shortest time from the end of a request to its arrival, of the last one to two minutes. */
class ShortestLag {
  private young = Number.POSITIVE_INFINITY;
  private old = Number.POSITIVE_INFINITY;
  private bornMs = Number.NEGATIVE_INFINITY;
  seen = 0;

  note(lagMs: number, now: number): void {
    if (now - this.bornMs >= GENERATION_MS) {
      this.old = now - this.bornMs < 2 * GENERATION_MS ? this.young : Number.POSITIVE_INFINITY;
      this.young = Number.POSITIVE_INFINITY;
      this.bornMs = now;
      this.seen = 0;
    }
    this.seen++;
    if (lagMs < this.young) this.young = lagMs;
  }

  get ms(): number {
    return Math.min(this.young, this.old);
  }
}

/**
 * What is wrong with the clock of one process, from when its spans arrive. Nothing arrives before it ends: the shortest lag of
 * a minute, where it is negative, is how far the clock runs ahead, at least. A clock that is behind looks like a slow
 * pipeline, and up to two minutes it is left to look like that, as both find their own second; beyond that it is a
 * wrong clock where others that use the same credential are on time.
 */
export class ProcessClock {
  private readonly own = new ShortestLag();
  private readonly all: ShortestLag;

  constructor(all: ShortestLag) {
    this.all = all;
  }

  /** When it ended by the clock of Scout, in epoch milliseconds; never after now. */
  right(endMs: number, now: number): number {
    const lag = now - endMs;
    this.own.note(lag, now);
    this.all.note(lag, now);
    const shortest = this.own.ms;
    const isBehind = shortest > BEHIND_MS && this.own.seen >= ENOUGH && this.all.ms < OTHERS_MS;
    return Math.min(now, shortest < 0 || isBehind ? endMs + shortest : endMs);
  }
}

/** The clocks of the processes that send. */
export class ClockOffsets {
  private readonly clocks = new Map<string, ProcessClock>();
  private readonly scopes = new Map<string, ShortestLag>();

  of(scope: string, service: string, instance: string | undefined): ProcessClock {
    const key = `${scope}\0${service}\0${instance ?? ""}`;
    let clock = this.clocks.get(key);
    if (!clock) {
      if (this.clocks.size >= MAX_CLOCKS) this.clocks.delete(this.clocks.keys().next().value as string);
      let all = this.scopes.get(scope);
      if (!all) {
        if (this.scopes.size >= MAX_CLOCKS) this.scopes.clear();
        all = new ShortestLag();
        this.scopes.set(scope, all);
      }
      clock = new ProcessClock(all);
      this.clocks.set(key, clock);
    }
    return clock;
  }
}
