import { loadConfig } from "../../packages/config/load-config.ts";
import { requiredEnv } from "../../packages/config/required-env.ts";
import { openFlags } from "../../packages/flags/open-flags.ts";
import type { Upstream } from "../../packages/http/call-service.ts";
import { createApp } from "../../packages/http/create-app.ts";
import { serve } from "../../packages/http/serve.ts";
import { errorPage } from "./pages/error-page.ts";
import { buyRoute } from "./routes/buy.ts";
import { checkoutRoute } from "./routes/checkout.ts";
import { compareRoute } from "./routes/compare.ts";
import { fileClaimRoute } from "./routes/file-claim.ts";
import { landingRoute } from "./routes/landing.ts";
import { myClaimsRoute } from "./routes/my-claims.ts";
import { myPoliciesRoute } from "./routes/my-policies.ts";
import { newClaimRoute } from "./routes/new-claim.ts";
import { showClaimRoute } from "./routes/show-claim.ts";
import { showQuoteRoute } from "./routes/show-quote.ts";
import { stylesheetRoute } from "./routes/stylesheet.ts";
import { storefrontSettings } from "./settings.ts";
import { wantsJson } from "./wants-json.ts";

const settings = loadConfig("storefront", storefrontSettings);
const timeoutMs = settings.upstream_timeout_ms;
const quotes: Upstream = { name: "quotes", url: requiredEnv("QUOTES_URL"), timeoutMs };
const policies: Upstream = { name: "policies", url: requiredEnv("POLICIES_URL"), timeoutMs };
const claims: Upstream = { name: "claims", url: requiredEnv("CLAIMS_URL"), timeoutMs };

const app = createApp({
  routes: [
    landingRoute(settings),
    compareRoute(settings, quotes),
    showQuoteRoute(settings, quotes),
    checkoutRoute(settings, quotes, openFlags()),
    buyRoute(policies),
    myPoliciesRoute(settings, policies, claims),
    newClaimRoute(settings),
    fileClaimRoute(claims),
    myClaimsRoute(claims),
    showClaimRoute(settings, claims),
    stylesheetRoute(),
  ],
  // Nothing of its own to wait for: while another service is away, pages still load and say so.
  ready: async () => undefined,
  renderError: (c, status, body) =>
    wantsJson(c) ? c.json(body, status) : c.html(errorPage(settings, status, body), status),
});

serve(app, "storefront");
