import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { forwardRequest, UpstreamUnreachable } from "./forward-request.ts";
import type { Certificate } from "./surroundings/create-certificates.ts";

/** A process that answers for a service, and the revision that it runs. */
export type Target = { port: number; revision: string };

/** What is done to the requests on their way; the process behind knows nothing of it. */
export type Interference =
  | { kind: "none" }
  | { kind: "slow"; milliseconds: number }
  | { kind: "errors"; ratio: number; random: () => number };

export type ServiceSwitch = {
  service: string;
  /** The address that callers use for as long as the world lives. */
  port: number;
  url: string;
  target(): Target | undefined;
  /** From now on new requests go to `target`; resolves when the target before it has none left in flight. */
  point(target: Target): Promise<void>;
  /** Refuses connections, as a host does on which nothing listens, until the next `point`. */
  refuse(): Promise<void>;
  interfere(interference: Interference): void;
  /** From now on every second request goes to `target` as well, as to one more instance; undefined ends that. */
  share(target: Target | undefined): void;
  /** Ends the connections of callers that carry no request now, so that they look the address up and connect anew. */
  hangUp(): void;
  /** Presents another certificate from now on, and ends the connections that were made with the last. */
  present(certificate: Certificate): void;
  /** Called once for each target, when its first request through the switch has been answered. */
  onFirstServed(listener: (target: Target, at: number) => void): void;
  close(): Promise<void>;
};

const LARGEST_BODY = 10 * 1024 * 1024;
const LONGEST_DRAIN = 5_000;

type Route = Target & { agent: Agent; inFlight: number; served: boolean; idle: (() => void) | undefined };

/**
 * A fixed loopback port in front of the process that currently answers for a service. Requests in flight
 * finish where they began and later ones go to the successor, so that a replacement loses none. It forwards
 * requests and not connections: a kept-alive connection would otherwise pin a caller to the old process.
 *
 * @param certificate makes it speak TLS to its callers.
 */
export async function startServiceSwitch(service: string, certificate?: Certificate): Promise<ServiceSwitch> {
  let route: Route | undefined;
  let second: Route | undefined;
  let turn = 0;
  let presented = certificate;
  let interference: Interference = { kind: "none" };
  let port = 0;
  let server: Server | SecureServer | undefined;
  const listeners: ((target: Target, at: number) => void)[] = [];

  async function listen(): Promise<void> {
    if (server) return;
    const answerRequest = (request: IncomingMessage, response: ServerResponse) =>
      void handle(request, response);
    const created = presented ? createSecureServer(presented, answerRequest) : createServer(answerRequest);
    // Longer than any client keeps an idle connection, so that it is never we who close one under a request.
    created.keepAliveTimeout = 75_000;
    created.headersTimeout = 80_000;
    created.listen(port, "127.0.0.1");
    await once(created, "listening");
    port = (created.address() as AddressInfo).port;
    server = created;
  }

  async function stopListening(): Promise<void> {
    const closing = server;
    server = undefined;
    if (!closing) return;
    const closed = once(closing, "close");
    closing.close();
    closing.closeAllConnections();
    await closed;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(request);
      if (interference.kind === "slow") await sleep(interference.milliseconds);
      if (interference.kind === "errors" && interference.random() < interference.ratio) {
        answer(response, 503, `${service} is not available`);
        return;
      }
      await forward(request, response, body);
    } catch (error) {
      if (!response.headersSent)
        answer(response, 502, `${service} did not answer: ${(error as Error).message}`);
      else response.destroy();
    }
  }

  async function forward(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      turn += 1;
      const chosen = second && turn % 2 === 0 ? second : route;
      if (!chosen) {
        request.socket.destroy();
        return;
      }
      chosen.inFlight += 1;
      try {
        await forwardRequest(request, response, chosen, body, () => {
          if (chosen.served) return;
          chosen.served = true;
          for (const listener of listeners) {
            listener({ port: chosen.port, revision: chosen.revision }, Date.now());
          }
        });
        return;
      } catch (error) {
        const replaced = route !== chosen && second !== chosen;
        const stale = error instanceof UpstreamUnreachable && error.connectionReused;
        if (attempt >= 3 || !(replaced || stale)) throw error;
      } finally {
        chosen.inFlight -= 1;
        if (chosen.inFlight === 0) chosen.idle?.();
      }
    }
  }

  await listen();
  return {
    service,
    port,
    url: `${certificate ? "https" : "http"}://127.0.0.1:${port}`,
    target: () => route && { port: route.port, revision: route.revision },
    async point(target) {
      const before = route;
      route = routeTo(target);
      await listen();
      if (!before) return;
      if (before.inFlight > 0) {
        const drained = new Promise<void>((resolve) => {
          before.idle = resolve;
        });
        await Promise.race([drained, sleep(LONGEST_DRAIN, undefined, { ref: false })]);
      }
      before.agent.destroy();
    },
    async refuse() {
      route?.agent.destroy();
      route = undefined;
      await stopListening();
    },
    share(target) {
      second?.agent.destroy();
      second = target && routeTo(target);
    },
    hangUp: () => server?.closeIdleConnections(),
    present(next) {
      presented = next;
      if (!server || !("setSecureContext" in server)) return;
      server.setSecureContext(next);
      server.closeIdleConnections();
    },
    interfere(next) {
      interference = next;
    },
    onFirstServed(listener) {
      listeners.push(listener);
    },
    async close() {
      second?.agent.destroy();
      route?.agent.destroy();
      route = undefined;
      await stopListening();
    },
  };
}

function routeTo(target: Target): Route {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  return { ...target, agent, inFlight: 0, served: false, idle: undefined };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_BODY) throw new Error(`the request is larger than ${LARGEST_BODY} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, status: number, detail: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ title: detail, status }));
}
