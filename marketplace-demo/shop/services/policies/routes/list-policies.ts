import type { Pool } from "pg";
import { z } from "zod";
import { parseWith } from "../../../packages/http/parse-with.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import type { PoliciesSettings } from "../settings.ts";
import { listPolicies } from "../store/list-policies.ts";

const query = z.object({ customer: z.string().regex(/^C-[0-9]{5,}$/, "must look like C-10042") });

/** `GET /policies?customer=`: a customer's policies, newest first. */
export function listPoliciesRoute(pool: Pool, settings: PoliciesSettings): Route {
  return route("GET", "/policies", async function getPolicies(c) {
    const { customer } = parseWith(query, c.req.query());
    return c.json({ customer, policies: await listPolicies(pool, customer, settings.list_limit) });
  });
}
