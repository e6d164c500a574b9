import type { Pool } from "pg";
import { z } from "zod";
import { parseWith } from "../../../packages/http/parse-with.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import type { ClaimsSettings } from "../settings.ts";
import { listClaims } from "../store/list-claims.ts";

const query = z.object({ customer: z.string().regex(/^C-[0-9]{5,}$/, "must look like C-10042") });

/** `GET /claims?customer=`: the claims on a customer's policies, newest first. */
export function listClaimsRoute(pool: Pool, settings: ClaimsSettings): Route {
  return route("GET", "/claims", async function getClaims(c) {
    const { customer } = parseWith(query, c.req.query());
    return c.json({ customer, claims: await listClaims(pool, customer, settings.list_limit) });
  });
}
