import type { Pool } from "pg";
import { z } from "zod";
import { parseWith } from "../../../packages/http/parse-with.ts";
import { Problem } from "../../../packages/http/problem.ts";
import { readBody } from "../../../packages/http/read-body.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { idempotencyKey } from "../idempotency-key.ts";
import type { PaymentsSettings } from "../settings.ts";
import { addCharge } from "../store/add-charge.ts";

const request = z.object({
  policy: z.string().regex(/^POL-[0-9]{8}$/),
  amountPence: z.int().positive(),
  plan: z.enum(["annual", "monthly"]).default("annual"),
  card: z
    .string()
    .transform((text) => text.replace(/[ -]/g, ""))
    .pipe(z.string().regex(/^[0-9]{12,19}$/, "must be the long number of a card"))
    .optional(),
});

// The scheme's test card that every bank declines.
const DECLINED = "0002";

/** `POST /charges`: takes a premium. Without a card it is put on the customer's account. */
export function takeChargeRoute(pool: Pool, settings: PaymentsSettings): Route {
  return route("POST", "/charges", async function takeCharge(c) {
    const key = idempotencyKey(c);
    const { policy, amountPence, plan, card } = parseWith(request, await readBody(c));
    if (amountPence > settings.largest_charge_pence) {
      throw new Problem(422, "We cannot take that much at once. Please call us.");
    }
    const cardEnding = card?.slice(-4) ?? null;
    if (cardEnding === DECLINED) throw new Problem(402, "Your bank declined the card. Nothing was taken.");
    const charge = await addCharge(pool, { key, policy, amountPence, plan, cardEnding });
    if (charge.amountPence !== amountPence) {
      throw new Problem(409, `The key was used for ${charge.id} already.`);
    }
    return c.json(charge, 201);
  });
}
