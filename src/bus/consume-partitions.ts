import type { BusTopic, Delivery, Subscription } from "../contracts/ports/bus.ts";
import { handOver } from "./hand-over.ts";
import type { LogEntry, PartitionedLog } from "./partitioned-log.ts";

/** A consumer that says nothing for so long has ended, and its partitions go to others. */
const TTL_MS = 3_000;
const CLAIM_MS = 500;
const BATCH = 500;
/** Telemetry travels whole, and not by its name: what is read at once is in memory at once. */
const BATCH_OF_TELEMETRY = 128;
/** While nothing comes. What this process itself publishes is told at once. */
const WAIT_MS = 250;
/** While a batch is handled, so that the partition's next one is not kept waiting. */
const BUSY_WAIT_MS = 10;
const RETRY_MS = 250;

/**
 * Reads the partitions of a topic together with every other consumer: each belongs to one at a time. Whoever takes one over
 * begins with what was read of it before and never acknowledged. A consumer whose time ran out, because its process stood
 * still, begins nothing any more.
 */
export function consumePartitions(
  log: PartitionedLog,
  topic: BusTopic,
  consumer: string,
  handle: (delivery: Delivery) => Promise<void>,
): Subscription {
  const batch = topic === "windows" ? BATCH_OF_TELEMETRY : BATCH;
  let held: readonly number[] = [];
  let share = 0;
  /** Until when what we hold is ours, by the clock that never jumps. */
  let until = 0;
  let stopping = false;
  const takenOver = new Set<number>();
  const busy = new Map<number, Promise<void>>();
  let wake: () => void = () => {};

  const ours = (partition: number) => !stopping && held.includes(partition) && performance.now() < until;

  async function renew(): Promise<void> {
    const given = held.slice(share).filter((partition) => !busy.has(partition));
    const asked = performance.now();
    const answer = await log.claim(topic, consumer, TTL_MS, given);
    // While we were away others may have had them.
    if (asked > until) takenOver.clear();
    until = asked + TTL_MS;
    ({ held, share } = answer);
    for (const partition of takenOver) if (!held.includes(partition)) takenOver.delete(partition);
  }

  async function handleBatch(partition: number, entries: readonly LogEntry[]): Promise<void> {
    try {
      const ends = await handOver(entries, handle, () => ours(partition));
      const done = ends.filter(({ end }) => end === "done").map(({ message }) => message.position);
      if (done.length > 0) await log.acknowledge(topic, partition, done);
      for (const end of ends) if (end.end === "dead") await log.bury(topic, partition, end.message, end);
      // They were read: nobody reads them again but whoever takes the partition over.
      if (ends.some(({ end }) => end === "left")) takenOver.delete(partition);
    } catch {
      takenOver.delete(partition);
    }
  }

  function begin(partition: number, entries: readonly LogEntry[]): void {
    const run = handleBatch(partition, entries).finally(() => {
      busy.delete(partition);
      wake();
    });
    busy.set(partition, run);
  }

  async function readOnce(): Promise<void> {
    const free = held.slice(0, share).filter((partition) => !busy.has(partition) && ours(partition));
    for (const partition of free.filter((one) => !takenOver.has(one))) {
      const entries = await log.takeOver(topic, consumer, partition);
      takenOver.add(partition);
      if (entries.length > 0) begin(partition, entries);
    }
    const fresh = free.filter((partition) => !busy.has(partition));
    if (fresh.length === 0) return pause(busy.size > 0 ? WAIT_MS : BUSY_WAIT_MS);
    const entries = await log.read(topic, consumer, fresh, batch, busy.size > 0 ? BUSY_WAIT_MS : WAIT_MS);
    for (const partition of new Set(entries.map((entry) => entry.partition)))
      begin(
        partition,
        entries.filter((entry) => entry.partition === partition),
      );
    // Most are handled at once, and then the next read asks for all partitions again.
    if (entries.length > 0) await pause(BUSY_WAIT_MS);
  }

  function pause(milliseconds: number): Promise<void> {
    return new Promise<void>((done) => {
      const timer = setTimeout(done, milliseconds);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  async function keep(step: () => Promise<void>, everyMs: number): Promise<void> {
    while (!stopping) {
      const failed = await step().then(
        () => false,
        () => true,
      );
      if (stopping) return;
      if (failed || everyMs > 0)
        await new Promise<void>((again) => setTimeout(again, failed ? RETRY_MS : everyMs));
    }
  }

  const renewing = keep(renew, CLAIM_MS);
  const reading = keep(readOnce, 0);
  return {
    async stop() {
      stopping = true;
      wake();
      await Promise.all([reading, Promise.all(busy.values())]);
      await renewing;
      await log.leave(topic, consumer).catch(() => {
        // It is away: our time runs out by itself.
      });
    },
  };
}
