import { type Route, route } from "../../../packages/http/route.ts";
import type { Upstream } from "../clients/call-service.ts";
import { listPolicies } from "../clients/policies.ts";
import { policiesPage } from "../pages/policies-page.ts";
import type { StorefrontSettings } from "../settings.ts";
import { wantsJson } from "../wants-json.ts";

/** `GET /policies?customer=`: a customer's policies; without a customer, the page that asks for one. */
export function myPoliciesRoute(settings: StorefrontSettings, policies: Upstream): Route {
  return route("GET", "/policies", async function showPolicies(c) {
    const { customer, bought } = c.req.query();
    if (!customer && !wantsJson(c)) return c.html(policiesPage(settings));
    const list = await listPolicies(policies, customer ?? "");
    return wantsJson(c) ? c.json(list) : c.html(policiesPage(settings, list, bought));
  });
}
