import type { DatabaseSync } from "node:sqlite";
import { kafkaBus } from "../../src/bus/kafka-bus.ts";
import { localBus } from "../../src/bus/local-bus.ts";
import { redisBus } from "../../src/bus/redis-bus.ts";
import type { Bus } from "../../src/contracts/ports/bus.ts";
import { groupCommit } from "../../src/store/group-commit.ts";
import { openDatabase } from "../../src/store/open-database.ts";

/** Where a bus is, in a form that another process can be told. */
export type Home =
  | { home: "local"; file: string; mostWaiting?: number }
  | { home: "redis"; url: string; prefix: string; mostWaiting?: number }
  | { home: "kafka"; brokers: string[]; prefix: string; mostWaiting?: number };

export async function openHome(home: Home): Promise<Bus> {
  if (home.home === "redis") return redisBus(home.url, home.prefix, home.mostWaiting);
  if (home.home === "kafka") return kafkaBus(home.brokers, home.prefix, home.mostWaiting);
  const database: DatabaseSync = openDatabase(home.file);
  const bus = localBus(database, groupCommit(database).write, home.mostWaiting);
  return {
    ...bus,
    async close() {
      await bus.close();
      database.close();
    },
  };
}
