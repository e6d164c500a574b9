/**
 * What travels, and what must stay together: `signals` (alerts, webhooks, commands) and `incidents` by repository,
 * `windows` by service, `exemplars` by trace.
 */
export const BUS_TOPICS = ["signals", "windows", "exemplars", "incidents"] as const;
export type BusTopic = (typeof BUS_TOPICS)[number];

export interface BusMessage {
  /** Idempotency key: what a consumer knows a message by that comes again. At most 500 characters. */
  id: string;
  /** Messages of one key are handed over one after the other, in the order in which they were published. */
  key: string;
  body: string;
}

export interface Delivery extends BusMessage {
  /** 1 for the first time. */
  attempt: number;
}

/** A message that no attempt could bring to its end: it holds up nothing any more, and waits for a person. */
export interface DeadLetter extends BusMessage {
  topic: BusTopic;
  /** By which it is replayed: the same message may have died twice. */
  letter: string;
  attempts: number;
  /** The last attempt's error. */
  reason: string;
  at: string;
}

export interface Subscription {
  /** Hands over no more, lets what was handed over come to its end, and leaves the rest to others. */
  stop(): Promise<void>;
}

export type BusHome = "local" | "redis" | "kafka";

/** Carries messages between workers: at least once, in order per key, bounded. */
export interface Bus {
  readonly home: BusHome;
  /**
   * Resolves once all of them would outlive this process. Messages of one key in one call, and of calls that follow each
   * other, stay in that order.
   * @throws BusFull, BusAway: then some of them may be on the bus all the same
   */
  publish(topic: BusTopic, messages: readonly BusMessage[]): Promise<void>;
  /**
   * Shares a topic with every other consumer of it, in this process or another. `handle` may be given the same message
   * again (after a crash, say); where it rejects, it is asked again, and after the last attempt the message is a dead
   * letter. The next message of the key comes after that.
   */
  consume(topic: BusTopic, handle: (delivery: Delivery) => Promise<void>): Promise<Subscription>;
  /** The oldest first. */
  deadLetters(topic: BusTopic, limit: number): Promise<DeadLetter[]>;
  /** Publishes it anew, behind what waits; false where there is no such letter (any more). */
  replay(topic: BusTopic, letter: string): Promise<boolean>;
  /** @throws BusAway where it does not answer */
  reach(): Promise<void>;
  close(): Promise<void>;
}

/** As many messages wait as may: whoever sends must come again later. */
export class BusFull extends Error {
  constructor(topic: BusTopic, waiting: number) {
    super(`${waiting} messages of ${topic} wait for a worker already; send it again later.`);
    this.name = "BusFull";
  }
}

/** It cannot be reached, or does not answer. */
export class BusAway extends Error {
  constructor(home: BusHome, detail: string, cause?: unknown) {
    super(`The ${home} bus cannot be reached (${detail}).`, { cause });
    this.name = "BusAway";
  }
}
