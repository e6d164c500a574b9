import { openGateway } from "../../packages/carrier/open-gateway.ts";
import { loadConfig } from "../../packages/config/load-config.ts";
import { requiredEnv } from "../../packages/config/required-env.ts";
import { createPool } from "../../packages/db/create-pool.ts";
import { openFlags } from "../../packages/flags/open-flags.ts";
import { createApp } from "../../packages/http/create-app.ts";
import { serve } from "../../packages/http/serve.ts";
import { onShutdown } from "../../packages/telemetry/shutdown.ts";
import { openLivePrices } from "./live-prices.ts";
import { createQuoteRoute } from "./routes/create-quote.ts";
import { getQuoteRoute } from "./routes/get-quote.ts";
import { quotesSettings } from "./settings.ts";

const settings = loadConfig("quotes", quotesSettings);
const pool = createPool(requiredEnv("DATABASE_URL"), "quotes");
onShutdown(() => pool.end());
const live = openLivePrices(openGateway(), openFlags(), settings.live_price_cache_seconds);

const app = createApp({
  routes: [createQuoteRoute(pool, settings, live), getQuoteRoute(pool)],
  ready: () => pool.query("select 1"),
});

serve(app, "quotes");
