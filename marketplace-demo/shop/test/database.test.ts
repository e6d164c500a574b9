import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type pg from "pg";
import { createPool } from "../packages/db/create-pool.ts";
import { createApp } from "../packages/http/create-app.ts";
import { listPoliciesRoute } from "../services/policies/routes/list-policies.ts";
import { openLivePrices } from "../services/quotes/live-prices.ts";
import { createQuoteRoute } from "../services/quotes/routes/create-quote.ts";
import { getQuoteRoute } from "../services/quotes/routes/get-quote.ts";

process.env.LOG_LEVEL = "silent";

const url = process.env.DATABASE_URL;
const options = { skip: url ? false : "DATABASE_URL is not set" };

let pool: pg.Pool;
before(() => {
  if (url) pool = createPool(url, "tests");
});
after(() => pool?.end());

// Nobody prices live here; that the tables stand in is what is tested.
const live = openLivePrices(
  {
    url: "http://127.0.0.1:9",
    key: "",
    config: { prices_timeout_ms: 50, bindings_timeout_ms: 50, retries: 0 },
  },
  { enabled: () => true },
  60,
);

function app() {
  const routes = [
    createQuoteRoute(
      pool,
      { offer_valid_days: 14, prompt_payer_discount: 0.02, live_price_cache_seconds: 60 },
      live,
    ),
    getQuoteRoute(pool),
    listPoliciesRoute(pool, { upstream_timeout_ms: 5000, term_months: 12, list_limit: 20 }),
  ];
  return createApp({ routes, ready: () => pool.query("select 1") });
}

async function quote(body: object) {
  const headers = { "content-type": "application/json" };
  const response = await app().request("/quotes", { method: "POST", headers, body: JSON.stringify(body) });
  return {
    status: response.status,
    body: (await response.json()) as { id: string; offers: { annualPence: number }[] },
  };
}

const motor = {
  kind: "new",
  product: "motor",
  postcode: "LS6 2AB",
  age: 34,
  vehicleGroup: 17,
  annualMileage: 8000,
  excess: 250,
};

test("new business is priced by the whole panel and can be read again", options, async () => {
  const { status, body } = await quote(motor);
  assert.equal(status, 201);
  assert.equal(body.offers.length, 6);
  const again = await app().request(`/quotes/${body.id}`);
  assert.deepEqual(((await again.json()) as typeof body).offers, body.offers);
});

test("a young driver pays more", options, async () => {
  const [older, younger] = [await quote(motor), await quote({ ...motor, age: 18 })];
  assert.ok(younger.body.offers[0]!.annualPence > older.body.offers[0]!.annualPence);
});

test("a renewal after a claim is priced with the customer's history", options, async () => {
  const { rows } = await pool.query<{ number: string; customer: string }>(
    `select p.number, p.customer_id as customer from policies p join claims c on c.policy_number = p.number
      where c.status = 'settled' and p.cover_end > current_date limit 1`,
  );
  const { status, body } = await quote({ kind: "renewal", previousPolicy: rows[0]!.number });
  assert.equal(status, 201);
  assert.equal(body.offers.length, 6);
  const list = await app().request(`/policies?customer=${rows[0]!.customer}`);
  const { policies } = (await list.json()) as { policies: { number: string }[] };
  assert.ok(policies.some(({ number }) => number === rows[0]!.number));
});

test("a policy that we do not hold cannot be renewed", options, async () => {
  assert.equal((await quote({ kind: "renewal", previousPolicy: "POL-99999999" })).status, 404);
});
