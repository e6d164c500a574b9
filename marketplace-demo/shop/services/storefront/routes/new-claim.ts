import { randomUUID } from "node:crypto";
import { type Route, route } from "../../../packages/http/route.ts";
import { fileClaimPage } from "../pages/file-claim-page.ts";
import type { StorefrontSettings } from "../settings.ts";

/** `GET /claims/new?policy=&product=`: the form. */
export function newClaimRoute(settings: StorefrontSettings): Route {
  return route("GET", "/claims/new", function showClaimForm(c) {
    const { policy = "", product } = c.req.query();
    return c.html(fileClaimPage(settings, { policy, product, claimKey: randomUUID() }));
  });
}
