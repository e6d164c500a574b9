import type { Server } from "node:http";
import { serve as listen } from "@hono/node-server";
import type { Hono } from "hono";
import { log } from "../telemetry/log.ts";
import { onShutdown, shutdown } from "../telemetry/shutdown.ts";

/**
 * Listens on `PORT` and leaves on SIGTERM or SIGINT: no new connection is taken, requests under way are
 * answered, telemetry is flushed, and the process exits.
 */
export function serve(app: Hono, name: string): void {
  const port = Number(process.env.PORT ?? 0);
  const server = listen({ fetch: app.fetch, port, hostname: process.env.HOST ?? "127.0.0.1" }, (address) => {
    log.info(`${name} is listening`, { port: address.port });
  }) as Server;

  onShutdown(
    () =>
      new Promise((resolve) => {
        // A connection that is kept alive becomes idle once its request is answered, and would hold us for seconds.
        const sweep = setInterval(() => server.closeIdleConnections(), 20);
        server.close(() => {
          clearInterval(sweep);
          resolve(undefined);
        });
      }),
  );

  let leaving = false;
  const leave = (signal: string): void => {
    if (leaving) return;
    leaving = true;
    log.info(`${name} is leaving`, { signal });
    void shutdown().finally(() => process.exit(0));
  };
  process.on("SIGTERM", leave);
  process.on("SIGINT", leave);
}
