import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Bus,
  BusAway,
  BusFull,
  type BusMessage,
  type DeadLetter,
  type Delivery,
} from "../../src/contracts/ports/bus.ts";
import { freePort } from "../service/free-port.ts";
import { type Effect, openEffects } from "./effects.ts";
import { type Home, openHome } from "./home.ts";
import { startKafka } from "./kafka-broker.ts";
import { startRedis } from "./redis-server.ts";
import { startWorker } from "./start-worker.ts";

const absent = (process.env.SRE_SPACE_ABSENT ?? "").split(",");

let directory: string;
let redis: Awaited<ReturnType<typeof startRedis>> | null = null;
let kafka: Awaited<ReturnType<typeof startKafka>> | null = null;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "sre-space-bus-"));
  if (!absent.includes("redis-server")) redis = await startRedis();
  if (!absent.includes("kcat")) kafka = await startKafka();
});
afterAll(async () => {
  await redis?.end();
  await kafka?.end();
  rmSync(directory, { recursive: true, force: true });
});

/** A place that nobody has used before. */
const homes: Record<Home["home"], () => Home> = {
  local: () => ({ home: "local", file: join(directory, `${randomUUID()}.sqlite`) }),
  redis: () => ({ home: "redis", url: redis?.url ?? "", prefix: randomUUID() }),
  kafka: () => ({ home: "kafka", brokers: kafka?.brokers ?? [], prefix: randomUUID() }),
};

const messagesOf = (from: number, to: number, keys: number): BusMessage[] =>
  Array.from({ length: to - from }, (_, at) => {
    const n = from + at;
    return { id: `m${n}`, key: `key-${n % keys}`, body: String(n) };
  });

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((again) => setTimeout(again, 20));
}

/** Of each key the bodies, which count up, in the order in which they were acted on. */
function outOfOrder(effects: readonly Pick<Effect, "key" | "body">[]): string[] {
  const last = new Map<string, number>();
  return effects.flatMap(({ key, body }) => {
    const before = last.get(key) ?? -1;
    last.set(key, Number(body));
    return Number(body) > before ? [] : [`${key}: ${body} after ${before}`];
  });
}

for (const [name, place] of Object.entries(homes)) {
  const isAbsent = absent.includes({ local: "nothing", redis: "redis-server", kafka: "kcat" }[name] ?? "");
  describe.skipIf(isAbsent)(`the ${name} bus`, { timeout: 300_000 }, () => {
    let home: Home;
    let effectsFile: string;
    const open: Bus[] = [];
    beforeEach(() => {
      home = place();
      effectsFile = join(directory, `${randomUUID()}.effects`);
    });
    afterEach(async () => {
      for (const bus of open.splice(0)) await bus.close();
    });
    const openBus = async (of = home): Promise<Bus> => {
      const bus = await openHome(of);
      open.push(bus);
      return bus;
    };

    it("hands every message over, in order per key, to whoever shares the topic", async () => {
      const [publisher, one, other] = [await openBus(), await openBus(), await openBus()];
      const seen: Delivery[] = [];
      const take = async (delivery: Delivery) => {
        await new Promise((done) => setImmediate(done));
        seen.push(delivery);
      };
      const subscriptions = [await one.consume("signals", take), await other.consume("signals", take)];
      // Of another topic nothing is heard.
      await publisher.publish("windows", messagesOf(0, 5, 5));
      for (let from = 0; from < 2_000; from += 100)
        await publisher.publish("signals", messagesOf(from, from + 100, 37));
      await until(() => new Set(seen.map(({ id }) => id)).size === 2_000);
      for (const subscription of subscriptions) await subscription.stop();
      const first = [...new Map(seen.map((delivery) => [delivery.id, delivery])).values()];
      expect(outOfOrder(first)).toEqual([]);
      expect(seen.every(({ id, body }) => id === `m${body}`)).toBe(true);
    });

    it("asks again where a handler fails, and keeps what follows of the key waiting", async () => {
      const bus = await openBus();
      const attempts: string[] = [];
      const done: Delivery[] = [];
      await bus.publish("signals", messagesOf(0, 6, 2));
      const subscription = await bus.consume("signals", async (delivery) => {
        attempts.push(`${delivery.id} ${delivery.attempt}`);
        if (delivery.id === "m0" && delivery.attempt < 3) throw new Error("not yet");
        done.push(delivery);
      });
      await until(() => done.length >= 6);
      await subscription.stop();
      expect(attempts).toEqual(expect.arrayContaining(["m0 1", "m0 2", "m0 3"]));
      expect(done.filter(({ key }) => key === "key-0").map(({ id }) => id)).toEqual(["m0", "m2", "m4"]);
      expect(done.filter(({ key }) => key === "key-1").map(({ id }) => id)).toEqual(["m1", "m3", "m5"]);
    });

    it("buries what no attempt brings to its end, shows it, and replays it", async () => {
      const bus = await openBus();
      const done: string[] = [];
      let isMended = false;
      const subscription = await bus.consume("signals", async ({ id }) => {
        if (id === "m1" && !isMended) throw new Error("cannot be read: <b>1</b>");
        done.push(id);
      });
      await bus.publish("signals", messagesOf(0, 4, 1));
      await until(() => done.includes("m3"));
      expect(done).toEqual(["m0", "m2", "m3"]);
      let letters: DeadLetter[] = [];
      await until(async () => {
        letters = await bus.deadLetters("signals", 10);
        return letters.length > 0;
      });
      expect(letters).toEqual([
        {
          topic: "signals",
          letter: expect.any(String),
          id: "m1",
          key: "key-0",
          body: "1",
          attempts: 6,
          reason: "cannot be read: <b>1</b>",
          at: expect.stringMatching(/^\d{4}-/),
        },
      ]);
      isMended = true;
      const letter = letters[0]?.letter ?? "";
      expect(await bus.replay("signals", letter)).toBe(true);
      await until(() => done.includes("m1"));
      letters = await bus.deadLetters("signals", 10);
      expect(letters).toEqual([]);
      expect(await bus.replay("signals", letter)).toBe(false);
      await subscription.stop();
    });

    it("loses nothing and does nothing twice when a consumer is killed in the midst of it", async () => {
      const bus = await openBus();
      const effects = openEffects(effectsFile);
      const victim = await startWorker(home, effectsFile, "victim", 15);
      try {
        await bus.publish("signals", messagesOf(0, 400, 20));
        await until(() => effects.counts().effects >= 40);
      } finally {
        await victim.kill();
      }
      const before = effects.counts().effects;
      expect(before).toBeLessThan(400);
      const heir = await startWorker(home, effectsFile, "heir");
      try {
        await bus.publish("signals", messagesOf(400, 500, 20));
        await until(() => effects.counts().ids === 500);
      } finally {
        await heir.stop();
      }
      expect(effects.counts()).toMatchObject({ effects: 500, ids: 500 });
      expect(outOfOrder(effects.all())).toEqual([]);
      effects.close();
    });

    it("shares the work anew when another process comes, and when one goes", async () => {
      const bus = await openBus();
      const effects = openEffects(effectsFile);
      const workersOf = (from: number) =>
        new Set(
          effects
            .all()
            .slice(from)
            .map(({ worker }) => worker),
        );
      let sent = 0;
      const send = async () => {
        await bus.publish("signals", messagesOf(sent, sent + 40, 40));
        sent += 40;
        await until(() => effects.counts().ids === sent);
      };
      const first = await startWorker(home, effectsFile, "first");
      await send();
      expect([...workersOf(0)]).toEqual(["first"]);
      const second = await startWorker(home, effectsFile, "second");
      while (!workersOf(0).has("second")) await send();
      await first.stop();
      const gone = effects.counts().effects;
      await send();
      expect([...workersOf(gone)]).toEqual(["second"]);
      await second.stop();
      expect(effects.counts()).toMatchObject({ effects: sent, ids: sent });
      expect(outOfOrder(effects.all())).toEqual([]);
      effects.close();
    });

    it("refuses more than may wait, and takes it once there is room", async () => {
      const bus = await openBus({ ...home, mostWaiting: 50 });
      await bus.publish("signals", messagesOf(0, 30, 5));
      await expect(bus.publish("signals", messagesOf(30, 60, 5))).rejects.toThrow(BusFull);
      const seen = new Set<string>();
      const subscription = await bus.consume("signals", async ({ id }) => {
        seen.add(id);
      });
      await until(async () => {
        try {
          await bus.publish("signals", messagesOf(30, 60, 5));
          return true;
        } catch (error) {
          if (!(error instanceof BusFull)) throw error;
          return false;
        }
      });
      await until(() => seen.size === 60);
      await subscription.stop();
    });
  });
}

it.skipIf(absent.includes("redis-server"))("says that Redis is away", { timeout: 300_000 }, async () => {
  const bus = await openHome({ home: "redis", url: `redis://127.0.0.1:${await freePort()}`, prefix: "p" });
  await expect(bus.publish("signals", messagesOf(0, 1, 1))).rejects.toThrow(BusAway);
  await bus.close();
});

it("says that Kafka is away", { timeout: 300_000 }, async () => {
  const bus = await openHome({ home: "kafka", brokers: [`127.0.0.1:${await freePort()}`], prefix: "p" });
  await expect(bus.publish("signals", messagesOf(0, 1, 1))).rejects.toThrow(BusAway);
  await bus.close();
});
