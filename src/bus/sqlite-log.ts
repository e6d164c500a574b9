import type { DatabaseSync } from "node:sqlite";
import { BusFull, type BusMessage, type BusTopic, type DeadLetter } from "../contracts/ports/bus.ts";
import type { LogEntry, PartitionedLog } from "./partitioned-log.ts";
import { isAlive } from "./process-name.ts";

/** Beyond them whoever publishes is told to come again. */
const MOST_WAITING = 200_000;
/** The oldest of them go: what nobody looked at in so many is not looked at. */
const MOST_DEAD = 10_000;

interface Row {
  position: number;
  part: number;
  id: string;
  key: string;
  body: string;
  attempt: number;
}

/**
 * The local home's journal: the log in SQLite, on the disk of one machine, whose processes may share it.
 *
 * @param write runs it within a transaction that is on the disk when this resolves
 * @param mostWaiting messages that may wait in one topic
 */
export function sqliteLog(
  database: DatabaseSync,
  partitions: number,
  write: <T>(run: () => T) => Promise<T>,
  mostWaiting = MOST_WAITING,
): PartitionedLog {
  const insert = database.prepare(
    "insert into bus_entry (topic, part, id, key, body) values (?, ?, ?, ?, ?)",
  );
  const count = database.prepare("select count(*) as waiting from bus_entry where topic = ?");
  const next = database.prepare(
    "select position, part, id, key, body, attempt from bus_entry where topic = ? and part = ? and position > ? order by position limit ?",
  );
  const attempted = database.prepare(
    "update bus_entry set attempt = attempt + 1 where position between ? and ? and topic = ? and part = ?",
  );
  const remove = database.prepare("delete from bus_entry where position = ?");
  const hello = database.prepare("insert into bus_consumer (topic, consumer) values (?, ?)");
  const forget = database.prepare("delete from bus_consumer where topic = ? and consumer = ?");
  const consumers = database.prepare("select consumer from bus_consumer where topic = ?");
  const owners = database.prepare("select part, consumer from bus_part where topic = ?");
  const give = database.prepare("delete from bus_part where topic = ? and consumer = ? and part = ?");
  const giveAll = database.prepare("delete from bus_part where topic = ? and consumer = ?");
  const take = database.prepare("insert into bus_part (topic, part, consumer) values (?, ?, ?)");
  const bury = database.prepare(
    "insert into bus_dead (topic, id, key, body, attempts, reason, at) values (?, ?, ?, ?, ?, ?, ?)",
  );
  const pruneDead = database.prepare(
    "delete from bus_dead where letter <= (select max(letter) from bus_dead) - ?",
  );
  const dead = database.prepare("select * from bus_dead where topic = ? order by letter limit ?");
  const letter = database.prepare("select id, key, body from bus_dead where topic = ? and letter = ?");
  const burn = database.prepare("delete from bus_dead where letter = ?");

  /** How far each partition was read, since it was taken over. */
  const read = new Map<string, number>();
  /** Known after the first look; kept by what this process does, and looked at again when it seems to be too much. */
  const waiting = new Map<BusTopic, number>();
  const listeners = new Set<() => void>();
  const place = (topic: BusTopic, consumer: string, part: number) => `${topic} ${part} ${consumer}`;

  function nextOf(
    topic: BusTopic,
    consumer: string,
    part: number,
    limit: number,
  ): (LogEntry & { partition: number })[] {
    const after = read.get(place(topic, consumer, part)) ?? 0;
    const rows = next.all(topic, part, after, limit) as unknown as Row[];
    const last = rows.at(-1);
    if (last) read.set(place(topic, consumer, part), last.position);
    return rows.map(({ position, id, key, body, attempt }) => ({
      position: String(position),
      partition: part,
      id,
      key,
      body,
      attempt: attempt + 1,
    }));
  }

  function room(topic: BusTopic, messages: number): void {
    let now = waiting.get(topic);
    if (now === undefined || now + messages > mostWaiting)
      now = (count.get(topic) as { waiting: number }).waiting;
    if (now + messages > mostWaiting) throw new BusFull(topic, now);
    waiting.set(topic, now + messages);
  }

  return {
    async append(topic, messages) {
      room(topic, messages.length);
      await write(() => {
        for (const { partition, id, key, body } of messages) insert.run(topic, partition, id, key, body);
      });
      for (const tell of listeners) tell();
    },
    async claim(topic, consumer, _ttlMs, given) {
      const state = () => {
        const all = (consumers.all(topic) as { consumer: string }[]).map((row) => row.consumer);
        const owned = owners.all(topic) as { part: number; consumer: string }[];
        const dead = [...new Set([...all, ...owned.map((row) => row.consumer)])].filter(
          (one) => !isAlive(one),
        );
        const alive = new Set([...all.filter((one) => !dead.includes(one)), consumer]).size;
        const share = Math.ceil(partitions / alive);
        const held = owned.filter((row) => row.consumer === consumer).map(({ part }) => part);
        const free = partitions - owned.filter((row) => !dead.includes(row.consumer)).length;
        return { dead, share, held, free, isNew: !all.includes(consumer) };
      };
      const now = state();
      const wants = now.held.length < now.share && now.free > 0;
      // As a rule nothing has changed, and nothing is written.
      if (!now.isNew && now.dead.length === 0 && given.length === 0 && !wants) return now;
      return write(() => {
        const { dead, isNew } = state();
        for (const one of dead) {
          forget.run(topic, one);
          giveAll.run(topic, one);
        }
        if (isNew) hello.run(topic, consumer);
        for (const part of given) give.run(topic, consumer, part);
        const { share, held } = state();
        const taken = new Set((owners.all(topic) as { part: number }[]).map(({ part }) => part));
        for (let part = 0; part < partitions && held.length < share; part++) {
          if (taken.has(part)) continue;
          take.run(topic, part, consumer);
          held.push(part);
        }
        return { held, share };
      });
    },
    async takeOver(topic, consumer, partition) {
      // Nothing is marked as read before it is handled: what is there is what was never acknowledged.
      read.delete(place(topic, consumer, partition));
      return [];
    },
    async read(topic, consumer, parts, limit, waitMs) {
      const each = Math.max(1, Math.floor(limit / parts.length));
      const look = () => parts.flatMap((part) => nextOf(topic, consumer, part, each));
      let entries = look();
      if (entries.length === 0) {
        await new Promise<void>((done) => {
          const heard = () => {
            clearTimeout(timer);
            listeners.delete(heard);
            done();
          };
          const timer = setTimeout(heard, waitMs);
          listeners.add(heard);
        });
        entries = look();
      }
      if (entries.length > 0)
        await write(() => {
          for (const part of parts) {
            const of = entries.filter((entry) => entry.partition === part);
            const [first] = of;
            const last = of.at(-1);
            if (first && last) attempted.run(Number(first.position), Number(last.position), topic, part);
          }
        });
      return entries;
    },
    async acknowledge(topic, _partition, positions) {
      await write(() => {
        for (const position of positions) remove.run(Number(position));
      });
      waiting.set(topic, Math.max(0, (waiting.get(topic) ?? 0) - positions.length));
    },
    async bury(topic, _partition, { position, id, key, body }, { attempts, reason }) {
      await write(() => {
        if (remove.run(Number(position)).changes === 0) return;
        bury.run(topic, id, key, body, attempts, reason, new Date().toISOString());
        pruneDead.run(MOST_DEAD);
      });
    },
    async dead(topic, limit) {
      return (dead.all(topic, limit) as unknown as (DeadLetter & { letter: number })[]).map((row) => ({
        topic,
        letter: String(row.letter),
        id: row.id,
        key: row.key,
        body: row.body,
        attempts: row.attempts,
        reason: row.reason,
        at: row.at,
      }));
    },
    exhume: (topic, one) =>
      write(() => {
        const row = letter.get(topic, one) as unknown as BusMessage | undefined;
        if (row === undefined) return null;
        burn.run(one);
        return { id: row.id, key: row.key, body: row.body };
      }),
    async leave(topic, consumer) {
      await write(() => {
        forget.run(topic, consumer);
        giveAll.run(topic, consumer);
      });
    },
    async reach() {},
    async close() {},
  };
}
