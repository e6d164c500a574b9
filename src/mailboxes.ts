import type { Bus, Delivery, Subscription } from "./contracts/ports/bus.ts";
import { BusAway, BusFull } from "./contracts/ports/bus.ts";
import type { Clock } from "./contracts/ports/clock.ts";

const TOPIC = "windows";
const AGAIN_MS = 1_000;
/** Whoever does not know yet that a worker has gone goes on sending to it for a second or two. */
const EMPTY_MS = 15_000;

/**
 * What one worker is handed by the others: each has a box on the bus, and what lies in it outlives whoever put it there. What
 * lies in the box of one that has gone is read by who took over from it.
 *
 * @param ports.open the box of that worker
 * @param ports.handle is given a message again where it rejects, or where a worker ended while it ran
 */
export function mailboxes(ports: {
  worker: string;
  open(worker: string): Promise<Bus>;
  handle(delivery: Delivery): Promise<void>;
  clock: Clock;
  failed(worker: string, error: unknown): void;
}) {
  const { clock } = ports;
  const boxes = new Map<string, Promise<Bus>>();
  const reading = new Map<string, Promise<void>>();
  const stopping = new AbortController();

  function box(worker: string): Promise<Bus> {
    const known = boxes.get(worker);
    if (known) return known;
    const opened = ports.open(worker);
    boxes.set(worker, opened);
    opened.catch(() => boxes.delete(worker));
    return opened;
  }

  /** Ends sooner where all of this does. */
  function wait(milliseconds: number): Promise<void> {
    if (stopping.signal.aborted) return Promise.resolve();
    return new Promise((done) => {
      const end = () => {
        cancel();
        done();
      };
      const cancel = clock.after(milliseconds, () => {
        stopping.signal.removeEventListener("abort", end);
        done();
      });
      stopping.signal.addEventListener("abort", end, { once: true });
    });
  }

  async function subscribe(
    worker: string,
    handle: (delivery: Delivery) => Promise<void>,
  ): Promise<Subscription | null> {
    while (!stopping.signal.aborted) {
      try {
        return await (await box(worker)).consume(TOPIC, handle);
      } catch (error) {
        ports.failed(worker, error);
        await wait(AGAIN_MS);
      }
    }
    return null;
  }

  /** Reads a box until nothing has come for a while; its own until the end. */
  async function read(worker: string): Promise<void> {
    let lastMs = clock.now();
    const subscription = await subscribe(worker, (delivery) => {
      lastMs = clock.now();
      return ports.handle(delivery);
    });
    while (!stopping.signal.aborted && (worker === ports.worker || clock.now() - lastMs < EMPTY_MS))
      await wait(AGAIN_MS);
    await subscription?.stop();
  }

  function begin(worker: string): void {
    if (reading.has(worker) || stopping.signal.aborted) return;
    const run = read(worker)
      .catch((error: unknown) => ports.failed(worker, error))
      .finally(() => reading.delete(worker));
    reading.set(worker, run);
  }

  return {
    start: (): void => begin(ports.worker),
    /** That worker has gone: what lies in its box is handled here. */
    empty: begin,
    /** Resolves once it lies in that worker's box; "overloaded" where it does not, or may not. */
    async post(worker: string, message: Omit<Delivery, "attempt">): Promise<"accepted" | "overloaded"> {
      try {
        await (await box(worker)).publish(TOPIC, [message]);
        return "accepted";
      } catch (error) {
        if (error instanceof BusAway || error instanceof BusFull) return "overloaded";
        throw error;
      }
    },
    async stop(): Promise<void> {
      stopping.abort();
      await Promise.all(reading.values());
      for (const opened of boxes.values()) await opened.then((bus) => bus.close()).catch(() => {});
    },
  };
}
