import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One delivery of the local GitHub; only what the world reads of it is typed. */
export type Delivery = {
  event: string;
  /** Epoch milliseconds. */
  at: number;
  payload: {
    action?: string;
    ref?: string;
    after?: string;
    deleted?: boolean;
    sender?: { login: string; type: string };
    issue?: HookIssue;
    comment?: { body: string };
    pull_request?: {
      number: number;
      merged: boolean;
      merge_commit_sha: string | null;
      head: { sha: string; ref: string };
      user: { login: string };
    };
  };
};

export type HookIssue = {
  number: number;
  state: string;
  body: string | null;
  title: string;
  labels: { name: string }[];
  user: { login: string };
};

export type Hooks = {
  url: string;
  secret: string;
  /** Answers how to stop listening. */
  on(listener: (delivery: Delivery) => void): () => void;
  close(): Promise<void>;
};

/** Where the local GitHub tells the rest of the world (deployer, CI, the stopwatch) what happens to the repository. */
export async function startHooks(secret: string): Promise<Hooks> {
  const listeners = new Set<(delivery: Delivery) => void>();
  const server = createServer(async (request, response) => {
    const at = Date.now();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const signed = request.headers["x-hub-signature-256"];
    if (typeof signed !== "string" || !verify(secret, body, signed)) {
      response.writeHead(401).end();
      return;
    }
    response.writeHead(202).end();
    const payload = JSON.parse(body.toString("utf8")) as Delivery["payload"];
    const event = String(request.headers["x-github-event"]);
    for (const listener of listeners) listener({ event, at, payload });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    secret,
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function verify(secret: string, body: Buffer, signed: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  const given = Buffer.from(signed);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
