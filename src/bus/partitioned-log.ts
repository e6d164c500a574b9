import type { BusMessage, BusTopic, DeadLetter } from "../contracts/ports/bus.ts";

export interface LogEntry extends BusMessage {
  /** Of the log, growing within a partition. */
  position: string;
  /** How often it has been read for a handler, this time among them. */
  attempt: number;
}

/** What the local home and Redis have in common: a log in partitions, each of which one consumer reads at a time. */
export interface PartitionedLog {
  /** @throws BusFull, BusAway */
  append(topic: BusTopic, messages: readonly (BusMessage & { partition: number })[]): Promise<void>;
  /**
   * Says that this consumer is there, for `ttlMs` from when it asked; gives up the partitions in `given`, and takes free
   * ones as far as its share goes.
   * @returns those that it has now, and how many it may keep with as many consumers as there are
   */
  claim(
    topic: BusTopic,
    consumer: string,
    ttlMs: number,
    given: readonly number[],
  ): Promise<{ held: number[]; share: number }>;
  /** What was read of a partition and never acknowledged, whoever read it: the first to be handed over. */
  takeOver(topic: BusTopic, consumer: string, partition: number): Promise<LogEntry[]>;
  /** The next of these partitions that nobody has read; waits at most `waitMs` where there is none. */
  read(
    topic: BusTopic,
    consumer: string,
    partitions: readonly number[],
    limit: number,
    waitMs: number,
  ): Promise<(LogEntry & { partition: number })[]>;
  acknowledge(topic: BusTopic, partition: number, positions: readonly string[]): Promise<void>;
  /** Puts a message among the dead, and acknowledges it. */
  bury(
    topic: BusTopic,
    partition: number,
    entry: LogEntry,
    end: { attempts: number; reason: string },
  ): Promise<void>;
  dead(topic: BusTopic, limit: number): Promise<DeadLetter[]>;
  /** Takes a letter from among the dead, to publish it; null where it is gone. */
  exhume(topic: BusTopic, letter: string): Promise<BusMessage | null>;
  /** Leaves at once, rather than when its time runs out. */
  leave(topic: BusTopic, consumer: string): Promise<void>;
  /** @throws BusAway */
  reach(): Promise<void>;
  close(): Promise<void>;
}
