import type { Bus } from "../contracts/ports/bus.ts";
import { PARTITIONS, partitionedBus } from "./partitioned-bus.ts";
import { redisLog } from "./redis-log.ts";

const CONNECT_MS = 3_000;
/** Longer than a read waits for messages. */
const ANSWER_MS = 5_000;
const RECONNECT_MS = 500;

/**
 * The bus on Redis 7 or later, over its Streams. Where it is away it connects in the background, again and
 * again; until then everything but `close` throws `BusAway`. The client is loaded here, so that a service without Redis has nothing of it.
 *
 * @param prefix of every key
 * @param mostWaiting messages that may wait in one topic
 */
export async function redisBus(url: string, prefix: string, mostWaiting?: number): Promise<Bus> {
  const { Redis } = await import("ioredis");
  const connect = () => {
    const client = new Redis(url, {
      // What cannot be sent now fails now: whoever publishes has a journal.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      connectTimeout: CONNECT_MS,
      commandTimeout: ANSWER_MS,
      retryStrategy: () => RECONNECT_MS,
    });
    client.on("error", () => {
      // Whoever asks it something is told.
    });
    return client;
  };
  const log = redisLog(connect, prefix, PARTITIONS, mostWaiting);
  const patience = performance.now() + CONNECT_MS;
  const isThere = () =>
    log.reach().then(
      () => true,
      () => false,
    );
  while (!(await isThere()) && performance.now() < patience)
    await new Promise<void>((again) => setTimeout(again, 20));
  return partitionedBus("redis", log);
}
