import { mock } from "node:test";
import type { Clock } from "../../src/contracts/ports/clock.ts";

/** A clock that stands still until it is told. `Date` and `setInterval` of this process follow it; other timers do not. */
export interface VirtualClock extends Clock {
  /** Goes on by so many milliseconds; what is due by then runs, in its order. */
  advance(milliseconds: number): void;
  end(): void;
}

/** @param startMs epoch milliseconds at which it begins */
export function virtualClock(startMs: number): VirtualClock {
  mock.timers.enable({ apis: ["Date", "setInterval"], now: startMs });
  let now = startMs;
  const due = new Set<{ at: number; run(): void }>();
  return {
    now: () => now,
    after(milliseconds, callback) {
      const one = { at: now + Math.max(0, milliseconds), run: callback };
      due.add(one);
      return () => void due.delete(one);
    },
    advance(milliseconds) {
      now += milliseconds;
      mock.timers.tick(milliseconds);
      const ripe = [...due].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
      for (const one of ripe) if (due.delete(one)) one.run();
    },
    end: () => mock.timers.reset(),
  };
}
