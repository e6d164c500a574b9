import type { Upstream } from "../../../packages/http/call-service.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { listClaims } from "../clients/claims.ts";
import { listPolicies } from "../clients/policies.ts";
import { policiesPage } from "../pages/policies-page.ts";
import type { StorefrontSettings } from "../settings.ts";
import { wantsJson } from "../wants-json.ts";

/** `GET /policies?customer=`: a customer's policies, and to people their claims; without a customer, the page that asks for one. */
export function myPoliciesRoute(settings: StorefrontSettings, policies: Upstream, claims: Upstream): Route {
  return route("GET", "/policies", async function showPolicies(c) {
    const { customer, bought } = c.req.query();
    if (!customer && !wantsJson(c)) return c.html(policiesPage(settings));
    if (wantsJson(c)) return c.json(await listPolicies(policies, customer ?? ""));
    const [list, filed] = await Promise.all([
      listPolicies(policies, customer ?? ""),
      listClaims(claims, customer ?? ""),
    ]);
    return c.html(policiesPage(settings, list, bought, filed.claims));
  });
}
