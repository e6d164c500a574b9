import {
  type Bus,
  BusAway,
  BusFull,
  type BusHome,
  type BusMessage,
  type BusTopic,
  type Delivery,
  type Subscription,
} from "../contracts/ports/bus.ts";
import type { BusState } from "../contracts/ports/bus-state.ts";
import type { Clock } from "../contracts/ports/clock.ts";
import { MOST_ATTEMPTS } from "./hand-over.ts";

const LOOK_MS = 1_000;
const ROOM_MS = 1_000;
const MOST_TOGETHER = 200;

export interface Carrier {
  /**
   * False where nobody will be handed it: the bus is away or full, and whoever has the journal acts on it from there. One
   * after the other, in the order in which it is asked.
   */
  carry(message: BusMessage): Promise<boolean>;
  /** Whether more would be refused. */
  isFull(): boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
  state(): BusState;
  /** The one that carries now. */
  bus(): Bus;
}

/**
 * Carries a topic by the bus that is wanted, as long as it is there, else by the local one. What was given to a bus that went
 * away comes when it is back; by then it has been acted on from the journal, and whoever is handed it knows.
 *
 * @param wanted opens the other bus; null where the local one is all there is
 * @param ports.fellBack acts on everything in the journal that is not done, oldest first: the bus has gone
 * @param ports.isBack the bus is there again, perhaps without what it was given
 */
export function carrier(
  topic: BusTopic,
  local: Bus,
  wanted: { home: BusHome; open(): Promise<Bus> } | null,
  clock: Clock,
  ports: {
    handle(delivery: Delivery): Promise<void>;
    fellBack(): Promise<void>;
    isBack(): Promise<void>;
    changed(state: BusState): void;
  },
): Carrier {
  let remote: Bus | null = null;
  let remoteSubscription: Subscription | null = null;
  let localSubscription: Subscription | null = null;
  let isRemote = false;
  let reason: string | null = wanted && "not reached yet";
  const waiting: { message: BusMessage; carried(isCarried: boolean): void; failed(error: unknown): void }[] =
    [];
  /** Ends when what is to be done in turn has been done. It never rejects. */
  let last: Promise<void> = Promise.resolve();
  let fullUntil = 0;
  let stopping = false;
  let endLooking = () => {};
  let looking: Promise<void> = Promise.resolve();
  /** Published to the local bus and not handed over yet. */
  const underWay = new Set<string>();
  let landed = () => {};

  async function handleLocal(delivery: Delivery): Promise<void> {
    try {
      await ports.handle(delivery);
    } catch (error) {
      if (delivery.attempt < MOST_ATTEMPTS) throw error;
      land(delivery.id);
      throw error;
    }
    land(delivery.id);
  }

  function land(id: string): void {
    underWay.delete(id);
    if (underWay.size === 0) landed();
  }

  const state = (): BusState => ({
    carries: isRemote && wanted ? wanted.home : "local",
    wanted: wanted?.home ?? "local",
    reason,
  });

  async function goLocal(error: unknown): Promise<void> {
    const was = isRemote || reason === null;
    isRemote = false;
    reason = error instanceof Error ? error.message : String(error);
    if (!was || stopping) return;
    ports.changed(state());
    await ports.fellBack();
  }

  async function publish(messages: readonly BusMessage[]): Promise<boolean> {
    if (isRemote && remote) {
      try {
        await remote.publish(topic, messages);
        return true;
      } catch (error) {
        if (!(error instanceof BusAway)) throw error;
        // It is in the journal, from which everything is acted on now.
        await goLocal(error);
        return false;
      }
    }
    for (const { id } of messages) underWay.add(id);
    try {
      await local.publish(topic, messages);
    } catch (error) {
      for (const { id } of messages) land(id);
      throw error;
    }
    return true;
  }

  /** What came while others were under way travels together: a burst of thousands shares the waits for the disk. */
  async function publishWaiting(): Promise<void> {
    const these = waiting.splice(0, MOST_TOGETHER);
    if (these.length === 0) return;
    try {
      const isCarried = await publish(these.map(({ message }) => message));
      for (const { carried } of these) carried(isCarried);
    } catch (error) {
      if (error instanceof BusFull) fullUntil = clock.now() + ROOM_MS;
      for (const { carried, failed } of these) error instanceof BusFull ? carried(false) : failed(error);
    }
  }

  /** In turn with what is carried: nothing overtakes what the local bus still has. */
  async function goRemote(): Promise<void> {
    if (underWay.size > 0 && !stopping) await new Promise<void>((done) => (landed = done));
    isRemote = true;
    reason = null;
  }

  async function look(): Promise<void> {
    if (!wanted) return;
    try {
      remote ??= await wanted.open();
      await remote.reach();
      remoteSubscription ??= await remote.consume(topic, ports.handle);
    } catch (error) {
      await goLocal(error);
      return;
    }
    if (isRemote || stopping) return;
    const gone = last.then(goRemote);
    last = gone;
    await gone;
    ports.changed(state());
    await ports.isBack();
  }

  async function keepLooking(): Promise<void> {
    while (!stopping) {
      await new Promise<void>((again) => {
        const cancel = clock.after(LOOK_MS, again);
        endLooking = () => {
          cancel();
          again();
        };
      });
      if (!stopping) await look().catch(() => {});
    }
  }

  return {
    carry(message) {
      const { promise, resolve, reject } = Promise.withResolvers<boolean>();
      waiting.push({ message, carried: resolve, failed: reject });
      last = last.then(publishWaiting);
      return promise;
    },
    isFull: () => clock.now() < fullUntil,
    async start() {
      localSubscription = await local.consume(topic, handleLocal);
      if (!wanted) return;
      await look();
      if (!isRemote) ports.changed(state());
      looking = keepLooking();
    },
    async stop() {
      stopping = true;
      endLooking();
      landed();
      await looking;
      await last;
      await Promise.all([localSubscription?.stop(), remoteSubscription?.stop()]);
      await Promise.all([local.close(), remote?.close()]);
    },
    state,
    bus: () => (isRemote && remote ? remote : local),
  };
}
