import type { Redis } from "ioredis";
import { BusAway, BusFull, type BusMessage, type BusTopic } from "../contracts/ports/bus.ts";
import type { LogEntry, PartitionedLog } from "./partitioned-log.ts";

const MOST_WAITING = 200_000;
const MOST_DEAD = 10_000;
const GROUP = "workers";

/** Appends all or nothing: KEYS are the partitions, ARGV[1] what may wait in all of them, then partition, id, key and body of each. */
const APPEND = `
local waiting = 0
for _, stream in ipairs(KEYS) do waiting = waiting + redis.call('XLEN', stream) end
if waiting + (#ARGV - 1) / 4 > tonumber(ARGV[1]) then return waiting end
for at = 2, #ARGV, 4 do
  redis.call('XADD', KEYS[ARGV[at] + 1], '*', 'id', ARGV[at + 1], 'key', ARGV[at + 2], 'body', ARGV[at + 3])
end
return -1`;

/** KEYS[1] are the consumers, by when their time runs out; the others say who has a partition. Times are Redis's own. */
const CLAIM = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local consumer, ttl = ARGV[1], tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ttl, consumer)
local share = math.ceil((#KEYS - 1) / redis.call('ZCARD', KEYS[1]))
for at = 3, #ARGV do
  local owner = KEYS[ARGV[at] + 2]
  if redis.call('GET', owner) == consumer then redis.call('DEL', owner) end
end
local answer, free = {share}, {}
for at = 2, #KEYS do
  local owner = redis.call('GET', KEYS[at])
  if owner == consumer then
    redis.call('PEXPIRE', KEYS[at], ttl)
    answer[#answer + 1] = at - 2
  elseif not owner then free[#free + 1] = at end
end
for _, at in ipairs(free) do
  if #answer > share then break end
  redis.call('SET', KEYS[at], consumer, 'PX', ttl)
  answer[#answer + 1] = at - 2
end
return answer`;

/**
 * Reads what nobody has read, of those partitions that are this consumer's at that very moment: one that stood still must not
 * be given what another, who has taken over, would then never see in its turn. KEYS are owner and stream, in pairs.
 */
const READ = `
local answer = {}
for at = 1, #KEYS, 2 do
  if redis.call('GET', KEYS[at]) == ARGV[1] then
    local read = redis.call('XREADGROUP', 'GROUP', ARGV[2], ARGV[1], 'COUNT', ARGV[3], 'STREAMS', KEYS[at + 1], '>')
    if read then answer[#answer + 1] = read[1] end
  end
end
return answer`;

const LEAVE = `
redis.call('ZREM', KEYS[1], ARGV[1])
for at = 2, #KEYS do if redis.call('GET', KEYS[at]) == ARGV[1] then redis.call('DEL', KEYS[at]) end end`;

type RawEntry = [position: string, fields: string[] | null];

/**
 * Redis Streams: a stream and a consumer group for each partition, and an owner for each that must say again and again that
 * it is there (https://redis.io/docs/latest/develop/data-types/streams/). What is acknowledged is deleted, so that a
 * stream's length is what waits.
 *
 * @param prefix of every key; hold apart who must not hear each other
 * @param connect opens another connection: one that waits for messages can do nothing else
 */
export function redisLog(
  connect: () => Redis,
  prefix: string,
  partitions: number,
  mostWaiting = MOST_WAITING,
): PartitionedLog {
  const client = connect();
  const readers = new Map<string, Redis>();
  // One hash slot, as scripts want on a cluster.
  const stream = (topic: BusTopic, partition: number) => `{${prefix}}:${topic}:${partition}`;
  const streams = (topic: BusTopic) => Array.from({ length: partitions }, (_, part) => stream(topic, part));
  const ownership = (topic: BusTopic) => [
    `{${prefix}}:${topic}:consumers`,
    ...Array.from({ length: partitions }, (_, part) => `{${prefix}}:${topic}:owner:${part}`),
  ];
  const graves = (topic: BusTopic) => `{${prefix}}:${topic}:dead`;

  async function away<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof BusFull) throw error;
      throw new BusAway("redis", error instanceof Error ? error.message : String(error), error);
    }
  }

  async function ensureGroup(topic: BusTopic, partition: number): Promise<void> {
    await client.xgroup("CREATE", stream(topic, partition), GROUP, "0", "MKSTREAM").catch((error: Error) => {
      if (!error.message.startsWith("BUSYGROUP")) throw error;
    });
  }

  function reader(topic: BusTopic, consumer: string): Redis {
    const name = `${topic} ${consumer}`;
    const known = readers.get(name) ?? connect();
    readers.set(name, known);
    return known;
  }

  return {
    append: (topic, messages) =>
      away(async () => {
        if (messages.length === 0) return;
        const waiting = (await client.eval(
          APPEND,
          partitions,
          ...streams(topic),
          mostWaiting,
          ...messages.flatMap(({ partition, id, key, body }) => [partition, id, key, body]),
        )) as number;
        if (waiting >= 0) throw new BusFull(topic, waiting);
      }),
    claim: (topic, consumer, ttlMs, given) =>
      away(async () => {
        const keys = ownership(topic);
        const [share = 0, ...held] = (await client.eval(
          CLAIM,
          keys.length,
          ...keys,
          consumer,
          ttlMs,
          ...given,
        )) as number[];
        return { held, share };
      }),
    takeOver: (topic, consumer, partition) =>
      away(async () => {
        await ensureGroup(topic, partition);
        const key = stream(topic, partition);
        const taken: LogEntry[] = [];
        for (let from = "0-0"; ; ) {
          const [next, entries] = (await client.xautoclaim(
            key,
            GROUP,
            consumer,
            0,
            from,
            "COUNT",
            500,
          )) as unknown as [string, RawEntry[]];
          taken.push(...entries.flatMap((entry) => entryOf(entry, 1)));
          if (next === "0-0") break;
          from = next;
        }
        if (taken.length === 0) return taken;
        const pending = (await client.xpending(key, GROUP, "-", "+", taken.length)) as [
          string,
          string,
          number,
          number,
        ][];
        const times = new Map(pending.map(([position, , , delivered]) => [position, delivered]));
        return taken.map((entry) => ({ ...entry, attempt: times.get(entry.position) ?? 1 }));
      }),
    read: (topic, consumer, parts, limit, waitMs) =>
      away(async () => {
        const each = Math.max(1, Math.floor(limit / parts.length));
        const look = async () =>
          (await client.eval(
            READ,
            parts.length * 2,
            ...parts.flatMap((part) => [ownership(topic)[part + 1] as string, stream(topic, part)]),
            consumer,
            GROUP,
            each,
          )) as [string, RawEntry[]][];
        let answer = await look();
        if (answer.length === 0) {
          // Of no group: it only says that something has come.
          const streamsOf = parts.map((part) => stream(topic, part));
          const ends = parts.map(() => "$");
          await reader(topic, consumer).xread("COUNT", 1, "BLOCK", waitMs, "STREAMS", ...streamsOf, ...ends);
          answer = await look();
        }
        return answer.flatMap(([name, entries]) => {
          const partition = Number(name.slice(name.lastIndexOf(":") + 1));
          return entries.flatMap((entry) => entryOf(entry, 1).map((one) => ({ ...one, partition })));
        });
      }),
    acknowledge: (topic, partition, positions) =>
      away(async () => {
        const key = stream(topic, partition);
        await client
          .multi()
          .xack(key, GROUP, ...positions)
          .xdel(key, ...positions)
          .exec();
      }),
    bury: (topic, partition, { position, id, key, body }, { attempts, reason }) =>
      away(async () => {
        const from = stream(topic, partition);
        const at = new Date().toISOString();
        await client
          .multi()
          .xadd(
            graves(topic),
            "MAXLEN",
            "~",
            MOST_DEAD,
            "*",
            ...["id", id, "key", key, "body", body, "attempts", attempts, "reason", reason, "at", at],
          )
          .xack(from, GROUP, position)
          .xdel(from, position)
          .exec();
      }),
    dead: (topic, limit) =>
      away(async () => {
        const entries = await client.xrange(graves(topic), "-", "+", "COUNT", limit);
        return entries.map(([letter, fields]) => {
          const of = fieldsOf(fields);
          return {
            topic,
            letter,
            id: of.get("id") ?? "",
            key: of.get("key") ?? "",
            body: of.get("body") ?? "",
            attempts: Number(of.get("attempts") ?? 0),
            reason: of.get("reason") ?? "",
            at: of.get("at") ?? "",
          };
        });
      }),
    exhume: (topic, letter) =>
      away(async (): Promise<BusMessage | null> => {
        if (!/^\d+-\d+$/.test(letter)) return null;
        const [found] = await client.xrange(graves(topic), letter, letter);
        const entry = found && entryOf(found, 1)[0];
        // Of two who replay it at once one deletes it.
        return entry && (await client.xdel(graves(topic), letter)) > 0 ? entry : null;
      }),
    leave: (topic, consumer) =>
      away(async () => {
        readers.get(`${topic} ${consumer}`)?.disconnect();
        readers.delete(`${topic} ${consumer}`);
        const keys = ownership(topic);
        await client.eval(LEAVE, keys.length, ...keys, consumer);
      }),
    reach: () =>
      away(async () => {
        await client.ping();
      }),
    async close() {
      for (const one of [client, ...readers.values()]) one.disconnect();
    },
  };
}

function entryOf([position, fields]: RawEntry, attempt: number): LogEntry[] {
  // Deleted since it was read.
  if (fields === null) return [];
  const of = fieldsOf(fields);
  const [id, key, body] = [of.get("id"), of.get("key"), of.get("body")];
  return id === undefined || key === undefined || body === undefined
    ? []
    : [{ position, id, key, body, attempt }];
}

function fieldsOf(fields: readonly string[]): Map<string, string> {
  const of = new Map<string, string>();
  for (let at = 0; at + 1 < fields.length; at += 2) of.set(fields[at] as string, fields[at + 1] as string);
  return of;
}
