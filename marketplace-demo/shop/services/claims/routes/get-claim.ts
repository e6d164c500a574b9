import type { Pool } from "pg";
import { Problem } from "../../../packages/http/problem.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { findClaim } from "../store/find-claim.ts";

/** `GET /claims/:number`: one claim and how it stands. */
export function getClaimRoute(pool: Pool): Route {
  return route("GET", "/claims/:number", async function getClaim(c) {
    const number = c.req.param("number") ?? "";
    const claim = await findClaim(pool, number);
    if (!claim) throw new Problem(404, `We have no claim ${number}.`);
    return c.json(claim);
  });
}
