import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { forwardRequest } from "./forward-request.ts";

/** Answers a request itself; false means that it is not its business. */
export type Handler = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<boolean>;

export type Front = { port: number; url: string; close(): Promise<void> };

/** The port that was asked for is taken. */
export class PortTaken extends Error {
  constructor(port: number) {
    super(`Port ${port} is taken by another program. Give another one: npm run demo -- --port ${port + 1}`);
  }
}

const OF_THE_SERVICE = /^\/(monitor|api|v1|healthz|readyz|metrics)(\/|$)/;

/**
 * The one port that a person opens: the monitor and the interfaces of the service, the controls of the demo, and the
 * marketplace for everything else. Answers are streamed as they come.
 *
 * The two ports are asked for with each request; undefined while nobody is there.
 */
export async function startFront(options: {
  port: number;
  storefrontPort(): number | undefined;
  servicePort(): number | undefined;
  controls: Handler;
}): Promise<Front> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) => {
      if (response.headersSent) response.destroy();
      else say(response, 502, error.message);
    });
  });
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").split("?", 1)[0] as string;
    if (await options.controls(request, response, path)) return;
    const service = OF_THE_SERVICE.test(path);
    const port = service ? options.servicePort() : options.storefrontPort();
    if (port === undefined)
      say(response, 503, `${service ? "SRE-Space" : "The marketplace"} is not running yet.`);
    else await forwardRequest(request, response, { port, agent });
  }

  server.listen(options.port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") throw new PortTaken(options.port);
    throw error;
  }
  const port = (server.address() as AddressInfo).port;
  return {
    port,
    url: `http://localhost:${port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "retry-after": "1" });
  response.end(`${text}\n`);
}
