import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { pino } from "pino";
import { CannotStart } from "./cannot-start.ts";
import { loadMonitorSettings } from "./config/monitor-settings.ts";
import { listen } from "./listen.ts";
import { openMonitor } from "./open-monitor.ts";

/**
 * Runs the monitor by itself until it is told to stop: no intake, no loop, no credentials of the App.
 *
 * @throws SettingsError where the environment is wrong
 * @throws CannotStart where a person must do something first
 */
export async function serveMonitor(environment: NodeJS.ProcessEnv): Promise<void> {
  const settings = loadMonitorSettings(environment);
  const log = pino({ level: "info", base: undefined, timestamp: pino.stdTimeFunctions.isoTime });
  const monitor = await openMonitor(settings, log).catch((error: unknown) => {
    throw new CannotStart(`The monitor cannot read the workers' state. ${(error as Error).message}`);
  });
  const server = createServer(getRequestListener(monitor.app.fetch));
  await listen(server, settings.port, settings.host);
  const { port } = server.address() as AddressInfo;
  log.info({ port, host: settings.host }, "The monitor listens.");
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await monitor.stop();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}
