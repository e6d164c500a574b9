import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Pool } from "pg";
import { motorRisk } from "../packages/rating/risk.ts";
import { openLivePrices, withLivePrices } from "../services/quotes/live-prices.ts";
import type { Offer } from "../services/quotes/quote.ts";

process.env.LOG_LEVEL = "silent";

const risk = motorRisk.parse({
  product: "motor",
  postcode: "LS6 2AB",
  age: 34,
  vehicleGroup: 17,
  annualMileage: 8000,
  excess: 250,
});
const offer = (carrier: string, annualPence: number): Offer => ({
  carrier,
  name: carrier,
  strapline: "",
  annualPence,
  breakdown: [{ name: "area", multiplier: 1 }],
});
const carriers = ["alder", "dunmore"].map((id) => ({ id, name: id, strapline: "", live: id === "dunmore" }));
const pool = { query: async () => ({ rows: carriers }) } as unknown as Pool;

let server: Server;
let asked = 0;
let status = 200;
before(async () => {
  server = createServer((_, response) => {
    asked += 1;
    response.writeHead(status).end(JSON.stringify({ annualPence: 20_000 }));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const open = (on: boolean) =>
  openLivePrices(
    {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      key: "k",
      config: { prices_timeout_ms: 5000, bindings_timeout_ms: 5000, retries: 0 },
    },
    { enabled: (name) => on && name === "live_prices" },
    60,
  );
const offers = [offer("alder", 30_000), offer("dunmore", 40_000)];
const prices = (priced: Offer[]) => priced.map(({ carrier, annualPence }) => [carrier, annualPence]);

test("a carrier that prices live is asked once for the same risk, and the order follows", async () => {
  const live = open(true);
  for (let again = 0; again < 2; again++) {
    const priced = await withLivePrices(pool, live, offers, risk, "2026-05-01");
    assert.deepEqual(prices(priced), [
      ["dunmore", 20_000],
      ["alder", 30_000],
    ]);
  }
  assert.equal(asked, 1);
});

test("where it does not answer, or the flag is off, the table's price stands", async () => {
  status = 500;
  for (const live of [open(true), open(false)])
    assert.deepEqual(prices(await withLivePrices(pool, live, offers, risk, "2026-05-01")), prices(offers));
});
