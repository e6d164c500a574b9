import type { DatabaseSync } from "node:sqlite";
import type { Bus } from "../contracts/ports/bus.ts";
import { PARTITIONS, partitionedBus } from "./partitioned-bus.ts";
import { sqliteLog } from "./sqlite-log.ts";

/**
 * The bus in this process, with its journal in that database; processes of one machine may share it.
 *
 * @param write of the database's group commit: what resolved is on the disk
 * @param mostWaiting messages that may wait in one topic
 */
export function localBus(
  database: DatabaseSync,
  write: <T>(run: () => T) => Promise<T>,
  mostWaiting?: number,
): Bus {
  return partitionedBus("local", sqliteLog(database, PARTITIONS, write, mostWaiting));
}
