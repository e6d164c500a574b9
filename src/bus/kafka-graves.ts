import { randomUUID } from "node:crypto";
import type { Kafka, Producer } from "kafkajs";
import { z } from "zod";
import type { BusMessage, BusTopic, DeadLetter } from "../contracts/ports/bus.ts";

const MOST_LETTERS = 10_000;

const Grave = z.object({
  id: z.string(),
  key: z.string(),
  body: z.string(),
  attempts: z.number(),
  reason: z.string(),
  at: z.string(),
});

export type KafkaGraves = ReturnType<typeof kafkaGraves>;

/** Dead letters in a topic of their own. A log forgets nothing by itself: one that was replayed is noted there as such. */
export function kafkaGraves(client: Kafka, producer: Producer, prefix: string) {
  const nameOf = (topic: BusTopic) => `${prefix}.${topic}.dead`;

  async function read(topic: BusTopic, limit: number): Promise<DeadLetter[]> {
    const admin = client.admin();
    await admin.connect();
    const ends = await admin
      .fetchTopicOffsets(nameOf(topic))
      // Nothing has died yet: there is no such topic.
      .catch(() => [])
      .finally(() => admin.disconnect());
    const missing = new Map(
      ends
        .filter(({ low, high }) => Number(high) > Number(low))
        .map((one) => [one.partition, Number(one.high)]),
    );
    if (missing.size === 0) return [];
    const letters = new Map<string, DeadLetter>();
    const replayed = new Set<string>();
    const consumer = client.consumer({ groupId: `${nameOf(topic)}.${randomUUID()}`, maxWaitTimeInMs: 100 });
    const { promise: whole, resolve } = Promise.withResolvers<void>();
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [nameOf(topic)], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        async eachMessage({ partition, message }) {
          const letter = `${partition}-${message.offset}`;
          const gone = message.headers?.replayed?.toString();
          if (gone !== undefined) replayed.add(gone);
          else {
            const grave = Grave.safeParse(parseJson(message.value?.toString() ?? ""));
            if (grave.success && letters.size < MOST_LETTERS)
              letters.set(letter, { topic, letter, ...grave.data });
          }
          if (Number(message.offset) + 1 >= (missing.get(partition) ?? 0)) missing.delete(partition);
          if (missing.size === 0) resolve();
        },
      });
      await whole;
    } finally {
      await consumer.disconnect();
    }
    return [...letters.values()]
      .filter(({ letter }) => !replayed.has(letter))
      .sort((a, b) => a.at.localeCompare(b.at))
      .slice(0, limit);
  }

  return {
    read,
    async bury(
      topic: BusTopic,
      { id, key, body }: BusMessage,
      { attempts, reason }: { attempts: number; reason: string },
    ): Promise<void> {
      const at = new Date().toISOString();
      const value = JSON.stringify({ id, key, body, attempts, reason, at } satisfies z.infer<typeof Grave>);
      await producer.send({ topic: nameOf(topic), acks: -1, messages: [{ key, value }] });
    },
    async exhume(topic: BusTopic, letter: string): Promise<BusMessage | null> {
      const found = (await read(topic, MOST_LETTERS)).find((one) => one.letter === letter);
      if (!found) return null;
      const { key } = found;
      await producer.send({
        topic: nameOf(topic),
        acks: -1,
        messages: [{ key, value: "", headers: { replayed: letter } }],
      });
      return found;
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
