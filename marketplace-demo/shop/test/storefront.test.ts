import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Upstream } from "../packages/http/call-service.ts";
import { createApp } from "../packages/http/create-app.ts";
import { buyRoute } from "../services/storefront/routes/buy.ts";
import { checkoutRoute } from "../services/storefront/routes/checkout.ts";
import { compareRoute } from "../services/storefront/routes/compare.ts";
import { fileClaimRoute } from "../services/storefront/routes/file-claim.ts";
import { landingRoute } from "../services/storefront/routes/landing.ts";
import { newClaimRoute } from "../services/storefront/routes/new-claim.ts";
import { showClaimRoute } from "../services/storefront/routes/show-claim.ts";

process.env.LOG_LEVEL = "silent";

const settings = { brand: "Fernhill", support_phone: "0800", upstream_timeout_ms: 2000 };
const quote = {
  id: "Q-7KD2M9XA",
  kind: "new",
  customer: null,
  previousPolicy: null,
  risk: { product: "motor", postcode: "LS6 2AB", excess: 250 },
  coverStart: "2026-05-01",
  validUntil: "2026-05-15",
  offers: [
    {
      carrier: "a",
      name: "Alder <b>",
      strapline: "",
      annualPence: 40_000,
      breakdown: [{ name: "area", multiplier: 1 }],
    },
  ],
};
const bought = { number: "POL-50000001", customer: "C-50001", carrier: "a", annualPence: 40_000 };

let upstream: Upstream;
let server: Server;
let received = "";
let answer: { status: number; body: unknown };

before(async () => {
  server = createServer(async (request, response) => {
    received = "";
    for await (const chunk of request) received += chunk;
    response
      .writeHead(answer.status, { "content-type": "application/json" })
      .end(JSON.stringify(answer.body));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  upstream = {
    name: "quotes",
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    timeoutMs: 2000,
  };
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const appOf = () =>
  createApp({
    routes: [
      landingRoute(settings),
      compareRoute(settings, upstream),
      checkoutRoute(settings, upstream, { enabled: (name) => name === "monthly_plans" }),
      buyRoute(upstream),
      newClaimRoute(settings),
      fileClaimRoute(upstream),
      showClaimRoute(settings, upstream),
    ],
    ready: async () => undefined,
  });
const post = (path: string, accept: string) => appOf().request(path, { method: "POST", headers: { accept } });

test("the landing page has a form for each product and for renewals", async () => {
  const page = await (await appOf().request("/")).text();
  for (const value of ["motor", "home", "renewal"]) assert.ok(page.includes(`value="${value}"`), value);
});

test("a comparison is a page for people and JSON for programs", async () => {
  answer = { status: 201, body: quote };
  const page = await post("/quotes", "text/html,application/xhtml+xml");
  assert.equal(page.status, 200);
  const text = await page.text();
  assert.ok(text.includes("£400.00"));
  assert.ok(text.includes("Alder &lt;b&gt;"), "what a carrier calls itself is escaped");
  const json = await post("/quotes", "application/json");
  assert.equal(json.status, 201);
  assert.deepEqual(await json.json(), quote);
});

test("a refusal of another service is passed on, its failure is 502", async () => {
  answer = { status: 422, body: { error: "No.", details: ["age: too young"] } };
  const refused = await post("/quotes", "application/json");
  assert.equal(refused.status, 422);
  assert.deepEqual(await refused.json(), answer.body);
  answer = { status: 500, body: { error: "!" } };
  assert.equal((await post("/quotes", "application/json")).status, 502);
});

test("a checkout is of one offer, and each is an order of its own", async () => {
  answer = { status: 200, body: quote };
  const pageOf = async () => (await appOf().request("/quotes/Q-7KD2M9XA/checkout?carrier=a")).text();
  const [page, again] = [await pageOf(), await pageOf()];
  assert.ok(page.includes("Alder &lt;b&gt;"));
  assert.ok(page.includes('value="monthly"'));
  const keyOf = (text: string) => /name="orderKey" value="([^"]+)"/.exec(text)?.[1];
  assert.ok(keyOf(page));
  assert.notEqual(keyOf(page), keyOf(again));
  assert.equal((await appOf().request("/quotes/Q-7KD2M9XA/checkout?carrier=b")).status, 404);
});

test("after buying, a browser goes on to the policies", async () => {
  answer = { status: 201, body: bought };
  const response = await post("/policies", "text/html");
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("location"), "/policies?customer=C-50001&bought=POL-50000001");
});

const claim = {
  number: "CL-40000001",
  policy: "POL-20000042",
  product: "motor",
  kind: "windscreen",
  description: "A stone on the <M1>",
  lostOn: "2026-05-01",
  lodgedOn: "2026-05-02",
  status: "open",
  amountPence: 48_000,
  reason: null,
  paidPence: null,
};

test("people claim in pounds, the form once, and see how it stands", async () => {
  const form = await (await appOf().request("/claims/new?policy=POL-20000042&product=motor")).text();
  assert.ok(form.includes('value="POL-20000042"') && form.includes('value="windscreen"'));
  assert.ok(!form.includes('value="storm"'));
  answer = { status: 201, body: claim };
  const filed = await appOf().request("/claims", {
    method: "POST",
    headers: { accept: "text/html" },
    body: new URLSearchParams({ policy: claim.policy, amountPounds: "480.00" }),
  });
  assert.equal(filed.headers.get("location"), "/claims/CL-40000001");
  assert.deepEqual(JSON.parse(received), { policy: claim.policy, amountPence: 48_000 });
  answer = { status: 200, body: claim };
  const open = await (await appOf().request("/claims/CL-40000001")).text();
  assert.ok(open.includes('http-equiv="refresh"') && open.includes("&lt;M1&gt;"));
  answer = { status: 200, body: { ...claim, status: "settled", paidPence: 23_000, reason: "Settled." } };
  const settled = await (await appOf().request("/claims/CL-40000001")).text();
  assert.ok(!settled.includes('http-equiv="refresh"') && settled.includes("£230.00"));
});
