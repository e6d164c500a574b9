import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BusFull, type BusMessage } from "../src/contracts/ports/bus.ts";
import { openEffects } from "../test/bus/effects.ts";
import { type Home, openHome } from "../test/bus/home.ts";
import { startKafka } from "../test/bus/kafka-broker.ts";
import { startRedis } from "../test/bus/redis-server.ts";
import { startWorker } from "../test/bus/start-worker.ts";
import type { Benchmark, Row } from "./benchmark.ts";

const MESSAGES = 100_000;
/** Of a development run, a second. */
const PER_SECOND = 1_000;
const KEYS = 500;
const BATCH = 250;

interface Carried {
  messages: number;
  lost: number;
  doubled: number;
  out_of_order: number;
  /** Handed over more than once, and acted on once all the same. */
  redelivered: number;
  per_second: number;
}

/**
 * Each home of the bus, with real servers, carries 100,000 messages from one process to two others that act on each in a
 * database. A third of the way one of them is killed with what it has in hand; another takes its place, and so shares the
 * work anew.
 */
export const bus: Benchmark = async ({ progress, seconds }) => {
  const messages = seconds === undefined ? MESSAGES : Math.ceil(seconds * PER_SECOND);
  const directory = mkdtempSync(join(tmpdir(), "sre-space-bench-bus-"));
  const redis = await startRedis();
  const kafka = await startKafka();
  try {
    const homes: Home[] = [
      { home: "local", file: join(directory, "bus.sqlite") },
      { home: "redis", url: redis.url, prefix: randomUUID() },
      { home: "kafka", brokers: kafka.brokers, prefix: randomUUID() },
    ];
    const section: Record<string, Carried> = {};
    for (const [index, home] of homes.entries()) {
      const say = (done: number) => progress(home.home, (index + done / messages) / homes.length);
      section[home.home] = await carry(home, join(directory, `${home.home}.effects`), messages, say);
    }
    return { section, rows: Object.entries(section).flatMap(([home, carried]) => rowsOf(home, carried)) };
  } finally {
    await redis.end();
    await kafka.end();
    rmSync(directory, { recursive: true, force: true });
  }
};

async function carry(
  home: Home,
  file: string,
  messages: number,
  say: (done: number) => void,
): Promise<Carried> {
  const effects = openEffects(file);
  const publisher = await openHome(home);
  const victim = await startWorker(home, file, "victim");
  const others = [await startWorker(home, file, "other")];
  const began = performance.now();
  const publishing = publish(publisher, messages);
  let isKilled = false;
  for (let done = 0; done < messages; ) {
    await new Promise((again) => setTimeout(again, 100));
    done = effects.counts().ids;
    say(done);
    if (!isKilled && done >= messages / 3) {
      await victim.kill();
      isKilled = true;
      others.push(await startWorker(home, file, "heir"));
    }
  }
  const took = (performance.now() - began) / 1000;
  await publishing;
  for (const worker of others) await worker.stop();
  await publisher.close();
  const { effects: acted, ids, deliveries } = effects.counts();
  const last = new Map<string, number>();
  let outOfOrder = 0;
  for (const { key, body } of effects.all()) {
    if (Number(body) < (last.get(key) ?? -1)) outOfOrder++;
    last.set(key, Number(body));
  }
  effects.close();
  return {
    messages,
    lost: messages - ids,
    doubled: acted - ids,
    out_of_order: outOfOrder,
    redelivered: deliveries - acted,
    per_second: Math.round(messages / took),
  };
}

async function publish(bus: Awaited<ReturnType<typeof openHome>>, messages: number): Promise<void> {
  for (let from = 0; from < messages; from += BATCH) {
    const batch: BusMessage[] = Array.from({ length: Math.min(BATCH, messages - from) }, (_, at) => {
      const n = from + at;
      return { id: `m${n}`, key: `key-${n % KEYS}`, body: String(n) };
    });
    for (let isTaken = false; !isTaken; ) {
      try {
        await bus.publish("signals", batch);
        isTaken = true;
      } catch (error) {
        if (!(error instanceof BusFull)) throw error;
        await new Promise((again) => setTimeout(again, 100));
      }
    }
  }
}

function rowsOf(home: string, carried: Carried): Row[] {
  const none = (what: string, count: number): Row => ({
    what: `${home}: ${what}`,
    measured: String(count),
    wanted: "0",
    met: count === 0,
  });
  return [
    { what: `${home}: messages a second`, measured: carried.per_second.toLocaleString("en") },
    none("lost", carried.lost),
    none("acted on twice", carried.doubled),
    none("out of order", carried.out_of_order),
    { what: `${home}: handed over again`, measured: String(carried.redelivered) },
  ];
}
