import { type Route, route } from "../../../packages/http/route.ts";
import { landingPage } from "../pages/landing-page.ts";
import type { StorefrontSettings } from "../settings.ts";

/** `GET /`. */
export function landingRoute(settings: StorefrontSettings): Route {
  return route("GET", "/", function showLanding(c) {
    return c.html(landingPage(settings));
  });
}
