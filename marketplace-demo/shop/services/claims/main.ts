import { loadConfig } from "../../packages/config/load-config.ts";
import { requiredEnv } from "../../packages/config/required-env.ts";
import { createPool } from "../../packages/db/create-pool.ts";
import { openFlags } from "../../packages/flags/open-flags.ts";
import type { Upstream } from "../../packages/http/call-service.ts";
import { createApp } from "../../packages/http/create-app.ts";
import { serve } from "../../packages/http/serve.ts";
import { measureQueue } from "../../packages/queue/measure-queue.ts";
import { startWorker } from "../../packages/queue/start-worker.ts";
import { onShutdown } from "../../packages/telemetry/shutdown.ts";
import { DECISIONS, decideClaims } from "./decide-claims.ts";
import { fileClaimRoute } from "./routes/file-claim.ts";
import { getClaimRoute } from "./routes/get-claim.ts";
import { listClaimsRoute } from "./routes/list-claims.ts";
import { claimsSettings } from "./settings.ts";

const settings = loadConfig("claims", claimsSettings);
const pool = createPool(requiredEnv("DATABASE_URL"), "claims");
onShutdown(() => pool.end());
const timeoutMs = settings.upstream_timeout_ms;
const payments: Upstream = { name: "payments", url: requiredEnv("PAYMENTS_URL"), timeoutMs };
const decideClaim = decideClaims(pool, payments, openFlags(), settings);
const worker = startWorker(pool, DECISIONS, settings.worker, decideClaim);
onShutdown(() => worker.stop());
measureQueue(pool, DECISIONS);

const app = createApp({
  routes: [fileClaimRoute(pool, settings), listClaimsRoute(pool, settings), getClaimRoute(pool)],
  ready: () => pool.query("select 1"),
});

serve(app, "claims");
