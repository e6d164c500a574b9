import type { Upstream } from "../../../packages/http/call-service.ts";
import { readBody } from "../../../packages/http/read-body.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { buyPolicy } from "../clients/policies.ts";
import { wantsJson } from "../wants-json.ts";

/** `POST /policies`: buys an offer; a browser goes on to the customer's policies. */
export function buyRoute(policies: Upstream): Route {
  return route("POST", "/policies", async function buyOffer(c) {
    const bought = await buyPolicy(policies, await readBody(c), c.req.header("idempotency-key"));
    if (wantsJson(c)) return c.json(bought, 201);
    return c.redirect(
      `/policies?${new URLSearchParams({ customer: bought.customer, bought: bought.number })}`,
      303,
    );
  });
}
