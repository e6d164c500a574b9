import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { bindPolicy } from "../packages/carrier/bind-policy.ts";
import type { Gateway } from "../packages/carrier/open-gateway.ts";
import { priceRisk } from "../packages/carrier/price-risk.ts";
import { motorRisk } from "../packages/rating/risk.ts";
import { livePrice } from "../sandbox/carrier/live-price.ts";

const risk = motorRisk.parse({
  product: "motor",
  postcode: "LS6 2AB",
  age: 34,
  vehicleGroup: 17,
  annualMileage: 8000,
  excess: 250,
});
const order = { carrier: "dunmore", annualPence: 40_000, coverStart: "2026-05-01", policy: "POL-50000001" };

let server: Server;
let gateway: Gateway;
let asked: IncomingMessage["headers"][] = [];
let answers: { status: number; body: unknown }[] = [];

before(async () => {
  server = createServer((request, response) => {
    asked.push(request.headers);
    const { status, body } = answers[Math.min(asked.length, answers.length) - 1]!;
    response.writeHead(status).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  gateway = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: "k",
    config: { prices_timeout_ms: 5000, bindings_timeout_ms: 5000, retries: 1 },
  };
});
beforeEach(() => {
  asked = [];
});
after(() => {
  server.closeAllConnections();
  server.close();
});

test("a price is asked for with a signature, and again where the gateway was away", async () => {
  answers = [
    { status: 503, body: {} },
    { status: 200, body: { annualPence: 41_000 } },
  ];
  const price = await priceRisk(gateway, { carrier: "dunmore", risk, coverStart: "2026-05-01" });
  assert.equal(price, 41_000);
  assert.equal(asked.length, 2);
  assert.match(String(asked[0]?.["x-clearwater-signature"]), /^[0-9a-f]{64}$/);
});

test("an order carries its key, so that a second try binds nothing twice", async () => {
  answers = [
    { status: 504, body: {} },
    { status: 201, body: { reference: "CW1" } },
  ];
  assert.equal(await bindPolicy(gateway, "order-1", order), "CW1");
  assert.deepEqual(
    asked.map((headers) => headers["idempotency-key"]),
    ["order-1", "order-1"],
  );
});

test("a refusal is not repeated and says why", async () => {
  answers = [{ status: 401, body: { error: "signature does not match" } }];
  await assert.rejects(bindPolicy(gateway, "order-1", order), /Clearwater answered 401: .*signature/);
  assert.equal(asked.length, 1);
});

test("the stand-in's prices are steady and near the market", () => {
  const price = livePrice({ carrier: "dunmore", risk });
  assert.equal(livePrice({ carrier: "dunmore", risk }), price);
  assert.ok(price > 20_000 && price < 120_000, String(price));
  assert.ok(livePrice({ carrier: "dunmore", risk: { ...risk, age: 19 } }) > price);
});
