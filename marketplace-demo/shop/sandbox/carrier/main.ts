import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { livePrice } from "./live-price.ts";

// A stand-in for Clearwater, the gateway of the carriers, for laptops and tests: its two endpoints, its signature and
// about its speed. It is not deployed, and knows nothing of our code.
const KEY = process.env.CARRIER_KEY ?? "sandbox";
const LONGEST_SKEW_MS = 5 * 60_000;
const bindings = new Map<string, string>();
const MOST_BINDINGS = 10_000;
let numbers = 700_000;

type Answer = { status: number; body: object };

function refuse(status: number, error: string): Answer {
  return { status, body: { error } };
}

function signatureProblem(request: IncomingMessage, body: string): string | undefined {
  const date = String(request.headers["x-clearwater-date"] ?? "");
  if (!(Math.abs(Date.parse(date) - Date.now()) <= LONGEST_SKEW_MS)) return "request time is out of range";
  const expected = createHmac("sha256", KEY).update(`${date}\n${request.url}\n${body}`).digest();
  const given = Buffer.from(String(request.headers["x-clearwater-signature"] ?? ""), "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return "signature does not match";
  return undefined;
}

function answer(request: IncomingMessage, body: string): Answer {
  const problem = signatureProblem(request, body);
  if (problem) return refuse(401, problem);
  const content = JSON.parse(body);
  if (request.url === "/v1/prices") return { status: 200, body: { annualPence: livePrice(content) } };
  if (request.url !== "/v1/bindings") return refuse(404, "no such endpoint");
  const key = String(request.headers["idempotency-key"] ?? "");
  if (!key) return refuse(400, "an idempotency key is needed");
  let reference = bindings.get(key);
  if (!reference) {
    reference = `CW${++numbers}`;
    bindings.set(key, reference);
    if (bindings.size > MOST_BINDINGS) bindings.delete(bindings.keys().next().value as string);
  }
  return { status: 201, body: { reference } };
}

const server = createServer(async (request, response) => {
  const send = ({ status, body }: Answer) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  try {
    if (request.url === "/healthz") return void send({ status: 200, body: { status: "ok" } });
    let body = "";
    for await (const chunk of request) body += chunk;
    const result = answer(request, body);
    // They take some milliseconds for a price and a few more for a binding.
    setTimeout(
      () => send(result),
      request.url === "/v1/prices" ? 4 + Math.random() * 8 : 12 + Math.random() * 18,
    );
  } catch {
    send(refuse(400, "not understood"));
  }
});
server.keepAliveTimeout = 75_000;
server.listen(Number(process.env.PORT ?? 0), process.env.HOST ?? "127.0.0.1");
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0));
