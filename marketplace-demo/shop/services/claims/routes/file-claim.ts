import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { z } from "zod";
import { inTransaction } from "../../../packages/db/in-transaction.ts";
import { parseWith } from "../../../packages/http/parse-with.ts";
import { Problem } from "../../../packages/http/problem.ts";
import { readBody } from "../../../packages/http/read-body.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { enqueue } from "../../../packages/queue/enqueue.ts";
import { checkClaim } from "../check-claim.ts";
import { DECISIONS } from "../decide-claims.ts";
import type { ClaimsSettings } from "../settings.ts";
import { addClaim } from "../store/add-claim.ts";
import { findByKey } from "../store/find-by-key.ts";
import { findClaim } from "../store/find-claim.ts";
import { findCover } from "../store/find-cover.ts";

const request = z.object({
  policy: z.string().regex(/^POL-[0-9]{8}$/, "must look like POL-20000042"),
  kind: z.enum(["collision", "windscreen", "theft", "vandalism", "water", "storm", "fire"]),
  description: z.string().trim().min(3, "must say what happened").max(2000),
  lostOn: z.iso.date(),
  amountPence: z.coerce.number().int().positive().max(100_000_000),
  claimKey: z.string().min(8).max(60).optional(),
});

/**
 * `POST /claims`: files a claim on a policy; once, however often the same form is sent. It is decided by the worker, in
 * the same trace.
 */
export function fileClaimRoute(pool: Pool, settings: ClaimsSettings): Route {
  return route("POST", "/claims", async function fileClaim(c) {
    const { claimKey, ...claim } = parseWith(request, await readBody(c));
    const cover = await findCover(pool, claim.policy);
    if (!cover) throw new Problem(404, `We have no policy ${claim.policy}.`);
    checkClaim(claim, cover, new Date().toISOString().slice(0, 10), settings.claim_within_days);
    const key = c.req.header("idempotency-key") ?? claimKey ?? randomUUID();
    const number = await inTransaction(pool, async (client) => {
      const added = await addClaim(client, { ...claim, key });
      if (!added) return findByKey(client, key);
      await enqueue(client, DECISIONS, { claim: added });
      return added;
    });
    return c.json(await findClaim(pool, number), 201);
  });
}
