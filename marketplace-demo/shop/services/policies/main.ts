import { openGateway } from "../../packages/carrier/open-gateway.ts";
import { loadConfig } from "../../packages/config/load-config.ts";
import { requiredEnv } from "../../packages/config/required-env.ts";
import { createPool } from "../../packages/db/create-pool.ts";
import type { Upstream } from "../../packages/http/call-service.ts";
import { createApp } from "../../packages/http/create-app.ts";
import { serve } from "../../packages/http/serve.ts";
import { onShutdown } from "../../packages/telemetry/shutdown.ts";
import { buyPolicyRoute } from "./routes/buy-policy.ts";
import { listPoliciesRoute } from "./routes/list-policies.ts";
import { policiesSettings } from "./settings.ts";

const settings = loadConfig("policies", policiesSettings);
const pool = createPool(requiredEnv("DATABASE_URL"), "policies");
onShutdown(() => pool.end());

const timeoutMs = settings.upstream_timeout_ms;
const quotes: Upstream = { name: "quotes", url: requiredEnv("QUOTES_URL"), timeoutMs };
const payments: Upstream = { name: "payments", url: requiredEnv("PAYMENTS_URL"), timeoutMs };

const app = createApp({
  routes: [
    buyPolicyRoute(pool, { quotes, payments }, openGateway(), settings),
    listPoliciesRoute(pool, settings),
  ],
  ready: () => pool.query("select 1"),
});

serve(app, "policies");
