import { monitorEventLoopDelay } from "node:perf_hooks";

/** How long the process looks back. */
const WINDOW_MS = 1_000;
/** What one turn of the event loop may take on average before more work is refused. */
const LIMIT_MS = 400;
const RESOLUTION_MS = 20;

/**
 * Tells whether the process is behind: whether everything that wants to run, through a whole second, waited
 * for long. One slow turn, as of a collection of garbage, does not count; a queue that never empties does.
 */
export function watchEventLoop(): { isBehind(): boolean; stop(): void } {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let behind = false;
  const timer = setInterval(() => {
    behind = delay.mean / 1e6 > LIMIT_MS;
    delay.reset();
  }, WINDOW_MS).unref();
  return {
    isBehind: () => behind,
    stop() {
      clearInterval(timer);
      delay.disable();
    },
  };
}
