import { startTelemetry } from "../../packages/telemetry/start-telemetry.ts";

if (process.env.OTEL_EXPORTER_OTLP_ENDPOINT) startTelemetry("claims");
