import { once } from "node:events";
import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { getRequestListener } from "@hono/node-server";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { AlertSignal } from "../../../src/contracts/signal.ts";
import { edgeApp } from "../../../src/edge/app.ts";
import { edgeServer } from "../../../src/edge/server.ts";

/** As the service has it: behind Node's own server, on its one port. */

let server: ReturnType<typeof edgeServer>;
let stored: AlertSignal[];
let url: string;
beforeEach(async () => {
  stored = [];
  const app = edgeApp({
    alerts: {
      authenticate: (bearer) => (bearer === "good" ? ["acme/market"] : null),
      secrets: { sentry: [], pagerduty: [] },
      accept: async (_key, signal) => {
        stored.push(signal);
        return "accepted";
      },
      now: () => Date.parse("2026-11-22T10:00:05Z"),
    },
  });
  server = edgeServer({
    otlp: () => Promise.reject(new Error("no telemetry here")),
    rest: getRequestListener(app.fetch),
    failed: () => {},
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/alerts/generic`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const alert = (shard: number, words = "") =>
  Buffer.from(
    JSON.stringify({
      service: "quotes",
      summary: `Error rate 31% above 1%${words}`,
      fired_at: "2026-11-22T10:00:00Z",
      labels: { shard },
    }),
  );
const shards = () => stored.flatMap(({ alerts }) => alerts.map(({ labels }) => labels.shard));

function open(headers: OutgoingHttpHeaders, agent?: Agent) {
  const outgoing = request(url, {
    method: "POST",
    headers: { authorization: "Bearer good", "content-type": "application/json", ...headers },
    ...(agent ? { agent } : {}),
  });
  outgoing.on("error", () => {});
  return outgoing;
}

async function answer(outgoing: ReturnType<typeof open>): Promise<number | undefined> {
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  response.resume();
  await once(response, "end");
  return response.statusCode;
}

it("takes one alert after another on one connection, whole, in pieces and compressed", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const whole = open({}, agent);
  whole.end(alert(1));
  expect(await answer(whole)).toBe(202);

  const pieces = open({ "transfer-encoding": "chunked" }, agent);
  const body = alert(2, "ä".repeat(100_000));
  const size = 40_001;
  for (let at = 0; at < body.length; at += size) {
    pieces.write(body.subarray(at, at + size));
    await new Promise((sent) => setImmediate(sent));
  }
  pieces.end();
  expect(await answer(pieces)).toBe(202);
  expect(pieces.reusedSocket).toBe(true);

  const compressed = open({ "content-encoding": "gzip" }, agent);
  compressed.end(gzipSync(alert(3)));
  expect(await answer(compressed)).toBe(202);
  expect(compressed.reusedSocket).toBe(true);
  expect(shards()).toEqual(["1", "2", "3"]);
  expect(stored[1]?.alerts[0]?.summary).toMatch(/^Error rate 31% above 1%ä+…$/);
  agent.destroy();
});

it.each([
  ["as it is sent", {}, () => Buffer.alloc(1024 * 1024, "x")],
  ["once it is unfolded", { "content-encoding": "gzip" }, () => gzipSync(Buffer.alloc(20_000_000, "x"))],
])(
  "says that a body is too large %s, though the sender has not come to its end",
  async (_, headers, part) => {
    const outgoing = open({ "transfer-encoding": "chunked", ...headers });
    const status = answer(outgoing);
    let answered = false;
    void status.then(() => {
      answered = true;
    });
    const piece = part();
    while (!answered && !outgoing.destroyed) {
      if (!outgoing.writableNeedDrain) outgoing.write(piece);
      await new Promise((others) => setImmediate(others));
    }
    expect(await status).toBe(413);
    outgoing.destroy();
    expect(stored).toEqual([]);
  },
);

it("keeps nothing of a sender that goes away in the middle, and serves the next", async () => {
  const body = alert(1);
  const gone = open({ "content-length": body.length });
  gone.write(body.subarray(0, 20));
  const [connection] = await once(server, "connection");
  gone.destroy();
  if (!connection.destroyed) await once(connection, "close");
  const next = open({});
  next.end(alert(2));
  expect(await answer(next)).toBe(202);
  expect(shards()).toEqual(["2"]);
});
