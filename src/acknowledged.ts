import type { Clock } from "./contracts/ports/clock.ts";
import type { IncidentStore } from "./contracts/ports/incident-store.ts";
import type { DurableSignal } from "./contracts/signal.ts";
import { untilDone } from "./until-done.ts";

/** Alerts that are in memory at a time. Any more wait in the store, where they are safe, for their turn. */
const MOST_IN_HAND = 5_000;
/** Hopeless ones, over some seven minutes, before a signal is laid aside. */
const MOST_FAILURES = 12;
/** Signals that are read from the store in one go. */
const BREATHE_EVERY = 50;

/**
 * What was acknowledged to its sender is acted on to its end, over failures and restarts. Nothing is acted on
 * before `start`: until the policies are read and the incidents are taken up, an alert would be nobody's and a
 * command would find no incident.
 *
 * The store is the journal: it is written before the sender is answered, and says what is done. The bus says whose turn it
 * is, and carries names alone.
 *
 * @param ports.carry gives it to the bus, which has some worker `deliver` it; false where it cannot
 * @param ports.act may be called again for the same signal
 * @param ports.kept resolves once what acting on it left in memory would outlive a crash
 */
export function acknowledged(ports: {
  store: Pick<IncidentStore, "acknowledge" | "pending" | "signal" | "done" | "leave" | "bury">;
  clock: Clock;
  carry(key: string, signal: DurableSignal): Promise<boolean>;
  act(signal: DurableSignal): Promise<void>;
  kept(kind: DurableSignal["kind"]): Promise<void>;
  /** Whether it failed as another worker acts on its repository, who is to have it. */
  isElsewhere(error: unknown): boolean;
  /** Whether it would fail so every time: time and other people's servers mend it not. */
  isHopeless(error: unknown): boolean;
  /** @param retryInMs null where it is laid aside for a person to look at */
  failed(key: string, error: unknown, retryInMs: number | null): void;
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
  /** Ends with the look at the store that is under way. */
  let looking: Promise<void> = Promise.resolve();

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
    let failures = 0;
    let isDead = false;
    let isElsewhere = false;
    await untilDone(
      () => ports.act(signal),
      clock,
      (error, retryInMs) => {
        isElsewhere = ports.isElsewhere(error);
        if (isElsewhere) return false;
        if (ports.isHopeless(error) && ++failures >= MOST_FAILURES) {
          isDead = true;
          void untilDone(() => store.bury(key, String(error)), clock, failed(key));
          ports.failed(key, error, null);
          return false;
        }
        return failed(key)(error, retryInMs);
      },
    );
    weight -= weighs;
    if (behind && weight < MOST_IN_HAND / 2) void catchUp();
    if (isElsewhere) await untilDone(() => store.leave(key), clock, failed(key));
    else if (!stopped && !isDead)
      await untilDone(() => ports.kept(kind).then(() => store.done(key)), clock, failed(key));
    inHand.delete(key);
  }

  /** Takes up what is left in the store, oldest first, as far as there is room. */
  function catchUp(): Promise<void> {
    if (catchingUp) behind = true;
    else looking = look();
    return looking;
  }

  async function look(): Promise<void> {
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

  /** Whether there is no room for it now; it is safe where it is, and what is in hand takes it up later. */
  function waits(signal: DurableSignal): boolean {
    // What a person or GitHub says does not wait behind a storm of alerts.
    if (signal.kind !== "alert" || !(behind || weight >= MOST_IN_HAND)) return false;
    behind = true;
    return true;
  }

  async function carry(key: string, signal: DurableSignal): Promise<void> {
    const isCarried = await ports.carry(key, signal).catch((error: unknown) => {
      failed(key)(error, 0);
      return false;
    });
    if (!isCarried && !stopped) await catchUp();
  }

  return {
    async accept(key: string, signal: DurableSignal): Promise<"accepted" | "duplicate"> {
      // Read in the same turn as it is handed to the store: whatever `start` does not find pending is acted on here.
      const now = acting;
      if (!(await store.acknowledge(key, signal))) return "duplicate";
      if (now && !inHand.has(key)) void carry(key, signal);
      return "accepted";
    },
    /** Acts on what the bus hands over, unless it is done or in hand; resolves once it is in hand, or safe in the store. */
    async deliver(key: string): Promise<void> {
      // What is not in hand stays in the store, and the next start takes it up.
      if (stopped || !acting || inHand.has(key)) return;
      // What is older is taken up from the store before it.
      while (catchingUp) await looking;
      const signal = await store.signal(key);
      if (signal === null || inHand.has(key) || stopped || waits(signal)) return;
      void take(key, signal);
    },
    /** Acts on everything that is not done, the oldest first: the bus is away, or was. */
    catchUp,
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
