import type { Delivery } from "../contracts/ports/bus.ts";

/** Attempts before a message is a dead letter: with the waits between them some three seconds. */
export const MOST_ATTEMPTS = 6;
const FIRST_RETRY_MS = 100;
const MOST_REASON = 2_000;

/** What became of a message: it is done with, dead, or was not begun, as its part of the topic is no longer ours. */
export type HandedOver<M> =
  | { message: M; end: "done" }
  | { message: M; end: "dead"; attempts: number; reason: string }
  | { message: M; end: "left" };

/**
 * Hands a batch over: messages of one key one after the other, in their order, keys side by side.
 *
 * @param ours whether they are still for us to handle; asked before every attempt
 */
export async function handOver<M extends Delivery>(
  batch: readonly M[],
  handle: (delivery: Delivery) => Promise<void>,
  ours: () => boolean,
): Promise<HandedOver<M>[]> {
  const keys = new Map<string, M[]>();
  for (const message of batch) {
    const others = keys.get(message.key);
    if (others) others.push(message);
    else keys.set(message.key, [message]);
  }
  const ends = await Promise.all(
    [...keys.values()].map(async (messages) => {
      const of: HandedOver<M>[] = [];
      for (const message of messages) of.push(await handOverOne(message, handle, ours));
      return of;
    }),
  );
  return ends.flat();
}

async function handOverOne<M extends Delivery>(
  message: M,
  handle: (delivery: Delivery) => Promise<void>,
  ours: () => boolean,
): Promise<HandedOver<M>> {
  const { id, key, body } = message;
  for (let attempt = message.attempt; ; attempt++) {
    if (!ours()) return { message, end: "left" };
    // One that ended its process each time is not tried for ever.
    if (attempt > MOST_ATTEMPTS)
      return { message, end: "dead", attempts: attempt - 1, reason: "Its worker ended every time." };
    try {
      await handle({ id, key, body, attempt });
      return { message, end: "done" };
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).slice(0, MOST_REASON);
      if (attempt >= MOST_ATTEMPTS) return { message, end: "dead", attempts: attempt, reason };
    }
    await new Promise<void>((again) => setTimeout(again, FIRST_RETRY_MS * 2 ** (attempt - 1)));
  }
}
