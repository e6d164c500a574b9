import type { Pool } from "pg";
import { z } from "zod";
import { parseWith } from "../../../packages/http/parse-with.ts";
import { Problem } from "../../../packages/http/problem.ts";
import { readBody } from "../../../packages/http/read-body.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { idempotencyKey } from "../idempotency-key.ts";
import type { PaymentsSettings } from "../settings.ts";
import { addPayout } from "../store/add-payout.ts";

const request = z.object({
  claim: z.string().regex(/^CL-[0-9]{8}$/),
  amountPence: z.int().positive(),
});

/** `POST /payouts`: pays a settled claim to its holder. */
export function payOutRoute(pool: Pool, settings: PaymentsSettings): Route {
  return route("POST", "/payouts", async function payOut(c) {
    const key = idempotencyKey(c);
    const { claim, amountPence } = parseWith(request, await readBody(c));
    if (amountPence > settings.largest_payout_pence) {
      throw new Problem(422, `${amountPence} pence is more than may be paid out by itself.`);
    }
    const payout = await addPayout(pool, key, claim, amountPence);
    if (payout.claim !== claim || payout.amountPence !== amountPence) {
      throw new Problem(409, `The key was used for ${payout.id} already.`);
    }
    return c.json(payout, 201);
  });
}
