import { loadConfig } from "../../packages/config/load-config.ts";
import { requiredEnv } from "../../packages/config/required-env.ts";
import { createPool } from "../../packages/db/create-pool.ts";
import { createApp } from "../../packages/http/create-app.ts";
import { serve } from "../../packages/http/serve.ts";
import { onShutdown } from "../../packages/telemetry/shutdown.ts";
import { payOutRoute } from "./routes/pay-out.ts";
import { takeChargeRoute } from "./routes/take-charge.ts";
import { paymentsSettings } from "./settings.ts";

const settings = loadConfig("payments", paymentsSettings);
const pool = createPool(requiredEnv("DATABASE_URL"), "payments");
onShutdown(() => pool.end());

const app = createApp({
  routes: [takeChargeRoute(pool, settings), payOutRoute(pool, settings)],
  ready: () => pool.query("select 1"),
});

serve(app, "payments");
