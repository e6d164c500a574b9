import type { Bus, BusHome } from "../contracts/ports/bus.ts";
import { consumePartitions } from "./consume-partitions.ts";
import { partitionOf } from "./partition-of.ts";
import type { PartitionedLog } from "./partitioned-log.ts";
import { processName } from "./process-name.ts";

/** A topic's parts: as many consumers may share it, and changing their number would break the order of keys. */
export const PARTITIONS = 8;

/** A bus over a log in partitions. */
export function partitionedBus(home: BusHome, log: PartitionedLog): Bus {
  return {
    home,
    publish: (topic, messages) =>
      log.append(
        topic,
        messages.map((message) => ({ ...message, partition: partitionOf(message.key, PARTITIONS) })),
      ),
    async consume(topic, handle) {
      return consumePartitions(log, topic, processName(), handle);
    },
    deadLetters: (topic, limit) => log.dead(topic, limit),
    async replay(topic, letter) {
      const message = await log.exhume(topic, letter);
      if (message === null) return false;
      const { id, key, body } = message;
      await log.append(topic, [{ id, key, body, partition: partitionOf(key, PARTITIONS) }]);
      return true;
    },
    reach: () => log.reach(),
    close: () => log.close(),
  };
}
