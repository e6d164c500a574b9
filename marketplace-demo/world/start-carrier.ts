import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ServiceSwitch } from "./service-switch.ts";
import { type Supervised, superviseService } from "./supervise-service.ts";

const COMMAND = ["node", "sandbox/carrier/main.ts"];

/**
 * The outside provider of the marketplace: the gateway that prices risks and takes bindings. It is somebody else's
 * system, so it is never deployed, has no revision that anybody here knows, and sends no telemetry; the marketplace's
 * own stand-in plays it.
 *
 * @param checkout of the marketplace, for the stand-in.
 */
export async function startCarrier(options: {
  front: ServiceSwitch;
  checkout: string;
  key: string;
  logDirectory: string;
  say(line: string): void;
}): Promise<Supervised> {
  const { front, checkout, key, logDirectory, say } = options;
  if (!existsSync(join(checkout, COMMAND[1] as string)))
    throw new Error(`The marketplace's repository has no ${COMMAND[1]}, which plays the carriers' gateway.`);
  const supervised = superviseService({
    service: "carrier",
    front,
    logDirectory,
    environment: () => ({ PATH: process.env.PATH, HOST: "127.0.0.1", CARRIER_KEY: key }),
    say,
  });
  const plan = { command: COMMAND, paths: ["sandbox/**"], port_env: "PORT", health: "/healthz" };
  await supervised.replace({ checkout, revision: "", plan });
  return supervised;
}
