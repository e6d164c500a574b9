import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { redisLog } from "../../src/bus/redis-log.ts";
import { startRedis } from "./redis-server.ts";

const absent = (process.env.SRE_SPACE_ABSENT ?? "").split(",");

it.skipIf(absent.includes("redis-server"))(
  "gives nothing to a consumer that stood still, once another has taken over: it would come out of turn",
  async () => {
    const redis = await startRedis();
    const log = redisLog(() => new Redis(redis.url), "fencing", 1);
    try {
      expect((await log.claim("signals", "still", 50, [])).held).toEqual([0]);
      expect(await log.takeOver("signals", "still", 0)).toEqual([]);
      await expect.poll(async () => (await log.claim("signals", "heir", 60_000, [])).held).toEqual([0]);
      expect(await log.takeOver("signals", "heir", 0)).toEqual([]);
      await log.append("signals", [{ partition: 0, id: "m", key: "k", body: "" }]);
      expect(await log.read("signals", "still", [0], 10, 1)).toEqual([]);
      expect(await log.read("signals", "heir", [0], 10, 1)).toMatchObject([{ id: "m", partition: 0 }]);
    } finally {
      await log.close();
      await redis.end();
    }
  },
);
