import type { Clock } from "./contracts/ports/clock.ts";
import type { IncidentStore } from "./contracts/ports/incident-store.ts";
import type { DurableSignal } from "./contracts/signal.ts";
import { untilDone } from "./until-done.ts";

/**
 * What was acknowledged to its sender is acted on to its end, over failures and restarts. Nothing is acted on
 * before `start`: until the policies are read and the incidents are taken up, an alert would be nobody's and a
 * command would find no incident.
 *
 * @param act may be called again for the same signal
 */
export function acknowledged(ports: {
  store: Pick<IncidentStore, "acknowledge" | "pending" | "done">;
  clock: Clock;
  act(signal: DurableSignal): Promise<void>;
  failed(key: string, error: unknown, retryInMs: number): void;
}) {
  const { store, clock } = ports;
  let acting = false;
  let stopped = false;

  const take = (key: string, signal: DurableSignal) =>
    untilDone(
      async () => {
        await ports.act(signal);
        await store.done(key);
      },
      clock,
      (error, retryInMs) => {
        // It stays pending, and the next start takes it up.
        if (!stopped) ports.failed(key, error, retryInMs);
        return !stopped;
      },
    );

  return {
    async accept(key: string, signal: DurableSignal): Promise<"accepted" | "duplicate"> {
      // Read in the same turn as it is stored: whatever `start` does not find pending is acted on here.
      const now = acting;
      if (!(await store.acknowledge(key, signal))) return "duplicate";
      if (now) void take(key, signal);
      return "accepted";
    },
    async start(): Promise<void> {
      acting = true;
      for (const { key, signal } of await store.pending()) void take(key, signal);
    },
    stop(): void {
      stopped = true;
    },
  };
}
