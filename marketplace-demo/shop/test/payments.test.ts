import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pool } from "pg";
import { createApp } from "../packages/http/create-app.ts";
import { payOutRoute } from "../services/payments/routes/pay-out.ts";
import { takeChargeRoute } from "../services/payments/routes/take-charge.ts";

process.env.LOG_LEVEL = "silent";

/** The two tables of the ledger, as far as their keys go. */
function ledger(): Pool {
  const kept = new Map<string, { id: string; policy?: string; claim?: string; amountPence: number }>();
  const query = async (text: string, values: unknown[] = []) => {
    if (!/charges|payouts/.test(text)) return { rows: [] };
    const key = String(values[0]);
    if (text.startsWith("insert") && kept.has(key)) return { rows: [] };
    if (text.startsWith("insert")) {
      const of = text.includes("charges") ? { policy: String(values[1]) } : { claim: String(values[1]) };
      kept.set(key, { id: `X-${kept.size + 1}`, ...of, amountPence: Number(values[2]) });
    }
    return { rows: [kept.get(key)] };
  };
  const client = { query, release: () => undefined };
  return { ...client, connect: async () => client } as unknown as Pool;
}

const settings = { largest_charge_pence: 1_000_000, largest_payout_pence: 1_000 };
function app() {
  const pool = ledger();
  return createApp({
    routes: [takeChargeRoute(pool, settings), payOutRoute(pool, settings)],
    ready: async () => undefined,
  });
}
function post(to: ReturnType<typeof app>, path: string, body: object, key = "order-0001") {
  const headers = { "content-type": "application/json", "idempotency-key": key };
  return to.request(path, { method: "POST", headers, body: JSON.stringify(body) });
}
const charge = { policy: "POL-50000001", amountPence: 40_000, card: "4000 0000 0000 1234" };

test("what is sent twice is taken once", async () => {
  const payments = app();
  const first = await post(payments, "/charges", charge);
  assert.equal(first.status, 201);
  const second = await post(payments, "/charges", charge);
  assert.deepEqual(await second.json(), await first.json());
  const other = (await (await post(payments, "/charges", charge, "order-0002")).json()) as { id: string };
  assert.equal(other.id, "X-2");
});

test("a key is not used for something else", async () => {
  const payments = app();
  await post(payments, "/charges", charge);
  assert.equal((await post(payments, "/charges", { ...charge, amountPence: 1 })).status, 409);
  assert.equal((await post(payments, "/charges", charge, "short")).status, 400);
});

test("a bank may decline, and nothing is taken", async () => {
  const declined = await post(app(), "/charges", { ...charge, card: "4000000000000002" });
  assert.equal(declined.status, 402);
  assert.equal((await post(app(), "/charges", { ...charge, card: "mine" })).status, 422);
});

test("a claim is paid once, and not beyond the limit", async () => {
  const payments = app();
  const payout = { claim: "CL-40000001", amountPence: 900 };
  const [first, again] = [await post(payments, "/payouts", payout), await post(payments, "/payouts", payout)];
  assert.deepEqual(await again.json(), await first.json());
  assert.equal(
    (await post(payments, "/payouts", { ...payout, amountPence: 1_001 }, "claim-0002")).status,
    422,
  );
});
