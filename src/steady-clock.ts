import type { Clock } from "./contracts/ports/clock.ts";

const LOOK_MS = 1_000;
/** Less is drift, which is followed. */
const STEP_MS = 5_000;
const ASK_AGAIN_MS = 30_000;

/** The machine's clock was set while we ran, by that much against what we took for the time; and whether we follow it. */
export interface ClockStep {
  ms: number;
  followed: boolean;
}

/** The machine's two clocks, in milliseconds: the one that people set, since the epoch, and the one that nobody sets. */
export interface MachineClocks {
  wall(): number;
  elapsed(): number;
}

/**
 * The time of a process, which goes on as before when somebody sets the machine's clock: what was found out a minute ago is not
 * an hour old then, and what was deployed is not yet to come. Only where GitHub's own clock agrees with the machine's rather
 * than with ours is the new time taken over, at once; so it is after the machine has slept.
 *
 * @param theirsAhead GitHub's clock against the machine's, in milliseconds; asked after a step alone, and again while it throws
 */
export function steadyClock(
  machine: MachineClocks,
  theirsAhead: () => Promise<number>,
  stepped: (step: ClockStep) => void,
): Clock & {
  /** Looks whether the clock was set; `start` has it done every second. */
  look(): Promise<void>;
  start(): void;
  stop(): void;
} {
  let offset = machine.wall() - machine.elapsed();
  /** By how much the machine's clock is wrong, as far as we know. */
  let wrong = 0;
  let askAgain = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const now = () => Math.floor(machine.elapsed() + offset);

  async function lookOnce(): Promise<void> {
    const step = machine.wall() - (machine.elapsed() + offset) - wrong;
    if (Math.abs(step) < STEP_MS) {
      offset += step;
      return;
    }
    if (machine.elapsed() < askAgain) return;
    const theirs = await theirsAhead().catch(() => null);
    if (theirs === null) {
      askAgain = machine.elapsed() + ASK_AGAIN_MS;
      return;
    }
    const off = machine.wall() - (machine.elapsed() + offset);
    // Theirs is the machine's and `theirs`, which is ours and `off` and `theirs`.
    const followed = Math.abs(theirs) <= Math.abs(theirs + off);
    if (followed) offset += off;
    wrong = followed ? 0 : off;
    stepped({ ms: Math.round(off), followed });
  }

  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => {
      looking = null;
    });
    return looking;
  }

  return {
    now,
    after(milliseconds, callback) {
      const waiting = setTimeout(callback, milliseconds).unref();
      return () => clearTimeout(waiting);
    },
    look,
    start() {
      timer ??= setInterval(() => void look(), LOOK_MS).unref();
    },
    stop() {
      clearInterval(timer);
    },
  };
}
