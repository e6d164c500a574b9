import type { Clock } from "./contracts/ports/clock.ts";
import type { IncidentStore } from "./contracts/ports/incident-store.ts";
import type { DurableSignal } from "./contracts/signal.ts";
import { untilDone } from "./until-done.ts";

/** Alerts that are in memory at a time. Any more wait in the store, where they are safe, for their turn. */
const MOST_IN_HAND = 5_000;
/** Signals that are read from the store in one go. */
const BREATHE_EVERY = 50;

/**
 * What was acknowledged to its sender is acted on to its end, over failures and restarts. Nothing is acted on
 * before `start`: until the policies are read and the incidents are taken up, an alert would be nobody's and a
 * command would find no incident.
 *
 * @param ports.act may be called again for the same signal
 * @param ports.kept resolves once what acting on it left in memory would outlive a crash
 */
export function acknowledged(ports: {
  store: Pick<IncidentStore, "acknowledge" | "pending" | "signal" | "done">;
  clock: Clock;
  act(signal: DurableSignal): Promise<void>;
  kept(kind: DurableSignal["kind"]): Promise<void>;
  failed(key: string, error: unknown, retryInMs: number): void;
}) {
  const { store, clock } = ports;
  let acting = false;
  let stopped = false;
  /** Acted on, or acted on and not yet marked as done. */
  const inHand = new Set<string>();
  let weight = 0;
  /** Some are left in the store: what comes later must not overtake them. */
  let behind = false;
  let catchingUp = false;

  const failed = (key: string) => (error: unknown, retryInMs: number) => {
    // It stays pending, and the next start takes it up.
    if (!stopped) ports.failed(key, error, retryInMs);
    return !stopped;
  };

  async function take(key: string, signal: DurableSignal): Promise<void> {
    const weighs = weightOf(signal);
    const { kind } = signal;
    inHand.add(key);
    weight += weighs;
    await untilDone(() => ports.act(signal), clock, failed(key));
    weight -= weighs;
    if (behind && weight < MOST_IN_HAND / 2) void catchUp();
    if (!stopped) await untilDone(() => ports.kept(kind).then(() => store.done(key)), clock, failed(key));
    inHand.delete(key);
  }

  /** Takes up what is left in the store, oldest first, as far as there is room. */
  async function catchUp(): Promise<void> {
    if (catchingUp) return;
    catchingUp = true;
    await untilDone(
      async () => {
        behind = false;
        let read = 0;
        for (const key of await store.pending()) {
          if (++read % BREATHE_EVERY === 0) await new Promise<void>((others) => setImmediate(others));
          if (stopped) return;
          if (inHand.has(key)) continue;
          if (weight >= MOST_IN_HAND) {
            behind = true;
            return;
          }
          const signal = await store.signal(key);
          if (signal !== null) void take(key, signal);
        }
      },
      clock,
      failed("pending signals"),
    );
    catchingUp = false;
    // Something came meanwhile, and nothing that is in hand will ask for it.
    if (behind && weight < MOST_IN_HAND / 2 && !stopped) void catchUp();
  }

  return {
    async accept(key: string, signal: DurableSignal): Promise<"accepted" | "duplicate"> {
      // Read in the same turn as it is handed to the store: whatever `start` does not find pending is acted on here.
      const now = acting;
      if (!(await store.acknowledge(key, signal))) return "duplicate";
      if (!now || inHand.has(key)) return "accepted";
      // What a person or GitHub says does not wait behind a storm of alerts.
      if (signal.kind === "alert" && (behind || catchingUp || weight >= MOST_IN_HAND)) behind = true;
      else void take(key, signal);
      return "accepted";
    },
    async start(): Promise<void> {
      acting = true;
      await catchUp();
    },
    stop(): void {
      stopped = true;
    },
  };
}

function weightOf(signal: DurableSignal): number {
  return signal.kind === "alert" ? signal.alerts.length : 1;
}
