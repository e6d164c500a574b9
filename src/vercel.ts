import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { pino } from "pino";
import { loadMonitorSettings } from "./config/monitor-settings.ts";
import { openMonitor } from "./open-monitor.ts";

/** Before Vercel ends the function (`maxDuration` of bin/build-vercel.ts), so that the page takes up where it was. */
const STREAM_MS = 285_000;

const log = pino({ base: undefined });
let opened: Promise<(incoming: IncomingMessage, outgoing: ServerResponse) => void> | null = null;

/** The monitor as Vercel runs it, a function of Node's own request and response: docs/monitor.md. */
export default async function handler(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  opened ??= open();
  try {
    (await opened)(incoming, outgoing);
  } catch (error) {
    // The next request tries again.
    opened = null;
    log.error({ err: error }, "The monitor cannot start.");
    outgoing.writeHead(503, { "content-type": "text/plain; charset=utf-8", "retry-after": "10" });
    outgoing.end("The monitor cannot start; the function's log says why.\n");
  }
}

async function open() {
  const { app } = await openMonitor(loadMonitorSettings(process.env), log, STREAM_MS);
  const listener = getRequestListener(app.fetch);
  return (incoming: IncomingMessage, outgoing: ServerResponse) => void listener(incoming, outgoing);
}
