import type { Upstream } from "../../../packages/http/call-service.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { listClaims } from "../clients/claims.ts";
import { wantsJson } from "../wants-json.ts";

/** `GET /claims?customer=`: a customer's claims, for programs; people find them with their policies. */
export function myClaimsRoute(claims: Upstream): Route {
  return route("GET", "/claims", async function showClaims(c) {
    const customer = c.req.query("customer") ?? "";
    if (!wantsJson(c)) return c.redirect(`/policies?${new URLSearchParams({ customer })}`, 303);
    return c.json(await listClaims(claims, customer));
  });
}
