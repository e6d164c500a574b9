import { setTimeout as after } from "node:timers/promises";
import { startKafka } from "../../bus/kafka-broker.ts";
import type { EndState } from "../end-state.ts";
import { incidentUnder } from "../incident-under.ts";
import { serviceSays } from "../service-says.ts";

/**
 * The broker answers nobody from the time on at which checks run: connections stay, and every request runs into its
 * time-out, which is worse than a port that is closed.
 */
export async function kafkaAway(awayMs: number): Promise<EndState> {
  const kafka = await startKafka();
  try {
    return await incidentUnder(
      async ({ company, proposed, passChecks, merged, bringOut }) => {
        await proposed;
        await serviceSays(company, ({ bus }) => bus.carries === "kafka");
        kafka.sleep();
        const away = after(awayMs);
        passChecks();
        await merged;
        await serviceSays(company, ({ bus }) => bus.carries === "local");
        await away;
        kafka.wake();
        bringOut();
        await serviceSays(company, ({ bus }) => bus.carries === "kafka");
      },
      { EVENT_BUS: "kafka", KAFKA_BROKERS: kafka.brokers.join(",") },
    );
  } finally {
    await kafka.end();
  }
}
