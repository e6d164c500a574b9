import { setTimeout as after } from "node:timers/promises";
import { startRedis } from "../../bus/redis-server.ts";
import type { EndState } from "../end-state.ts";
import { incidentUnder } from "../incident-under.ts";
import { serviceSays } from "../service-says.ts";

/** Redis is stopped while checks run, and started after the merge: both change over in the midst of an incident. */
export async function redisAway(awayMs: number): Promise<EndState> {
  const redis = await startRedis();
  try {
    return await incidentUnder(
      async ({ company, proposed, passChecks, merged, bringOut }) => {
        await proposed;
        await serviceSays(company, ({ bus }) => bus.carries === "redis");
        await redis.stop();
        // At once: what comes of it is given to a bus that is not there.
        passChecks();
        await merged;
        await serviceSays(company, ({ bus }) => bus.carries === "local");
        await after(awayMs);
        await redis.start();
        bringOut();
        await serviceSays(company, ({ bus }) => bus.carries === "redis");
      },
      { EVENT_BUS: "redis", SRE_REDIS_URL: redis.url },
    );
  } finally {
    await redis.end();
  }
}
