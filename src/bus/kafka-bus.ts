import { createHash } from "node:crypto";
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from "kafkajs";
import {
  type Bus,
  BusAway,
  BusFull,
  type BusMessage,
  type BusTopic,
  type Delivery,
} from "../contracts/ports/bus.ts";
import { handOver } from "./hand-over.ts";
import { type KafkaGraves, kafkaGraves } from "./kafka-graves.ts";
import { partitionOf } from "./partition-of.ts";
import { PARTITIONS } from "./partitioned-bus.ts";

const MOST_WAITING = 200_000;
/** How much waits is asked at most so often. */
const LOOK_MS = 1_000;
const BATCH = 500;
const HEARTBEAT_MS = 1_000;
const SESSION_MS = 6_000;

/** Telemetry is of no use to anybody after some minutes, and a broker would keep all of it for a week. */
const KEPT: Partial<Record<BusTopic, { name: string; value: string }[]>> = {
  windows: [{ name: "retention.ms", value: "600000" }],
};

interface Read extends Delivery {
  offset: string;
}

/**
 * The bus on Kafka's consumer groups. A broker keeps what was acknowledged until its own retention lets go of it; what
 * travels names a signal and holds none of its words. The client is loaded here, so that a service without Kafka has
 * nothing of it.
 *
 * @param brokers as HOST:PORT
 * @param prefix of every topic and group
 * @param mostWaiting messages that may wait in one topic, as far as a look a second can tell
 */
export async function kafkaBus(
  brokers: readonly string[],
  prefix: string,
  mostWaiting = MOST_WAITING,
): Promise<Bus> {
  const { Kafka, logLevel } = (await import("kafkajs")).default;
  const client: Kafka = new Kafka({
    clientId: "sre-space",
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    requestTimeout: 5_000,
    // Whoever publishes has a journal, and whoever consumes comes again.
    retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 500 },
  });
  const nameOf = (topic: BusTopic) => `${prefix}.${topic}`;
  const admin = client.admin();
  const producer = client.producer({
    allowAutoTopicCreation: true,
    // The same in every client: a key stays where it is whoever publishes.
    createPartitioner:
      () =>
      ({ message, partitionMetadata }) =>
        partitionOf(String(message.key), partitionMetadata.length),
  });
  const graves: KafkaGraves = kafkaGraves(client, producer, prefix);
  const ready = new Map<BusTopic, Promise<void>>();
  const waiting = new Map<BusTopic, { messages: number; at: number }>();
  const consumers = new Set<Consumer>();
  let connected: Promise<unknown> | null = null;
  let sending: Promise<unknown> = Promise.resolve();

  async function away<T>(run: () => Promise<T>): Promise<T> {
    try {
      connected ??= Promise.all([producer.connect(), admin.connect()]);
      await connected;
      return await run();
    } catch (error) {
      if (error instanceof BusFull) throw error;
      connected = null;
      ready.clear();
      throw new BusAway("kafka", error instanceof Error ? error.message : String(error), error);
    }
  }

  function ensureTopic(topic: BusTopic): Promise<void> {
    const known = ready.get(topic);
    if (known) return known;
    const made = admin
      .createTopics({
        topics: [{ topic: nameOf(topic), numPartitions: PARTITIONS, configEntries: KEPT[topic] ?? [] }],
        waitForLeaders: true,
      })
      // It is there, or brokers make topics by themselves, or sending says what is wrong.
      .catch(() => false)
      .then(() => undefined);
    ready.set(topic, made);
    return made;
  }

  async function lookWaiting(topic: BusTopic): Promise<number> {
    const ends = await admin.fetchTopicOffsets(nameOf(topic));
    const [group] = await admin.fetchOffsets({ groupId: nameOf(topic), topics: [nameOf(topic)] });
    const done = new Map(group?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    return ends.reduce(
      (sum, { partition, high, low }) => sum + Number(high) - Math.max(Number(low), done.get(partition) ?? 0),
      0,
    );
  }

  async function room(topic: BusTopic, messages: number): Promise<void> {
    const known = waiting.get(topic);
    const now = performance.now();
    if (known && now - known.at < LOOK_MS && known.messages + messages <= mostWaiting) {
      known.messages += messages;
      return;
    }
    const found = await lookWaiting(topic).catch(() => 0);
    if (found + messages > mostWaiting) throw new BusFull(topic, found);
    waiting.set(topic, { messages: found + messages, at: now });
  }

  async function send(topic: BusTopic, messages: readonly BusMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await ensureTopic(topic);
    await room(topic, messages.length);
    await producer.send({
      topic: nameOf(topic),
      acks: -1,
      messages: messages.map(({ id, key, body }) => ({ key, value: body, headers: { id } })),
    });
  }

  const bus: Bus = {
    home: "kafka",
    publish(topic, messages) {
      // One after the other: two that are under way at once might change places.
      const sent = sending.then(() => away(() => send(topic, messages)));
      sending = sent.catch(() => {});
      return sent;
    },
    consume: (topic, handle) =>
      away(async () => {
        await ensureTopic(topic);
        let stopping = false;
        let current: Consumer | null = null;
        const begin = async () => {
          const consumer = client.consumer({
            groupId: nameOf(topic),
            sessionTimeout: SESSION_MS,
            rebalanceTimeout: SESSION_MS,
            heartbeatInterval: HEARTBEAT_MS,
            maxWaitTimeInMs: 250,
            allowAutoTopicCreation: true,
            retry: { retries: 5, initialRetryTime: 200, maxRetryTime: 1_000 },
          });
          current = consumer;
          consumers.add(consumer);
          consumer.on(consumer.events.CRASH, ({ payload }) => {
            // Some errors the client takes for final: a new member of the group begins where the old one ended.
            if (payload.restart || stopping || current !== consumer) return;
            consumers.delete(consumer);
            setTimeout(() => void (stopping || begin().catch(() => {})), HEARTBEAT_MS);
          });
          await consumer.connect();
          await consumer.subscribe({ topics: [nameOf(topic)], fromBeginning: true });
          await consumer.run({
            autoCommit: false,
            eachBatchAutoResolve: false,
            partitionsConsumedConcurrently: PARTITIONS,
            eachBatch: (payload) => handleBatch(topic, payload, handle, () => !stopping),
          });
        };
        await begin();
        return {
          async stop() {
            stopping = true;
            if (current === null) return;
            consumers.delete(current);
            await current.disconnect();
          },
        };
      }),
    deadLetters: (topic, limit) => away(() => graves.read(topic, limit)),
    async replay(topic, letter) {
      const found = await away(() => graves.exhume(topic, letter));
      if (found === null) return false;
      await bus.publish(topic, [{ id: found.id, key: found.key, body: found.body }]);
      return true;
    },
    reach: () =>
      away(async () => {
        await admin.describeCluster();
      }),
    async close() {
      await Promise.allSettled([...consumers].map((consumer) => consumer.disconnect()));
      await Promise.allSettled([producer.disconnect(), admin.disconnect()]);
    },
  };

  async function handleBatch(
    topic: BusTopic,
    { batch, heartbeat, isRunning, isStale, resolveOffset, commitOffsetsIfNecessary }: EachBatchPayload,
    handle: (delivery: Delivery) => Promise<void>,
    going: () => boolean,
  ): Promise<void> {
    const ours = () => going() && isRunning() && !isStale();
    const alive = setInterval(() => void heartbeat().catch(() => {}), HEARTBEAT_MS);
    try {
      for (let from = 0; from < batch.messages.length && ours(); from += BATCH) {
        const ends = await handOver(batch.messages.slice(from, from + BATCH).map(readOne), handle, ours);
        for (const end of ends) if (end.end === "dead") await graves.bury(topic, end.message, end);
        // What was left begins the next batch: of its key nothing after it was begun, and of other keys some comes again.
        const left = ends.flatMap(({ end, message }) => (end === "left" ? [BigInt(message.offset)] : []));
        const last = ends.map(({ message }) => BigInt(message.offset)).reduce((a, b) => (a > b ? a : b));
        const next = left.length > 0 ? left.reduce((a, b) => (a < b ? a : b)) : last + 1n;
        resolveOffset(String(next - 1n));
        await commitOffsetsIfNecessary({
          topics: [
            { topic: nameOf(topic), partitions: [{ partition: batch.partition, offset: String(next) }] },
          ],
        });
        if (left.length > 0) return;
      }
    } finally {
      clearInterval(alive);
    }
  }
  return bus;
}

function readOne({ offset, key, value, headers }: KafkaMessage): Read {
  const body = value?.toString() ?? "";
  const of = key?.toString() ?? "";
  const id = headers?.id?.toString();
  // Somebody else's message has no id of ours: its content serves.
  return {
    offset,
    id: id ?? createHash("sha256").update(`${of}\n${body}`).digest("hex"),
    key: of,
    body,
    attempt: 1,
  };
}
