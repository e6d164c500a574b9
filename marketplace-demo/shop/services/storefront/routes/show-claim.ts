import type { Upstream } from "../../../packages/http/call-service.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { fetchClaim } from "../clients/claims.ts";
import { claimPage } from "../pages/claim-page.ts";
import type { StorefrontSettings } from "../settings.ts";
import { wantsJson } from "../wants-json.ts";

/** `GET /claims/:number`: how a claim stands. */
export function showClaimRoute(settings: StorefrontSettings, claims: Upstream): Route {
  return route("GET", "/claims/:number", async function showClaim(c) {
    const claim = await fetchClaim(claims, c.req.param("number") ?? "");
    return wantsJson(c) ? c.json(claim) : c.html(claimPage(settings, claim));
  });
}
