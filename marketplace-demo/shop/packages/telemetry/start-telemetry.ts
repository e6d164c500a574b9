import { createRequire } from "node:module";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { PgInstrumentation } from "@opentelemetry/instrumentation-pg";
import { RuntimeNodeInstrumentation } from "@opentelemetry/instrumentation-runtime-node";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { measureMemory } from "./measure-memory.ts";
import { onShutdown } from "./shutdown.ts";

/**
 * Starts the OpenTelemetry SDK for this process. Exporters, intervals and resource attributes come from the
 * standard OTEL_* variables; `OTEL_SERVICE_NAME` overrides `serviceName`.
 *
 * Call it from a module given to `node --import`, before anything loads `node:http` or `pg`. The
 * instrumentations of both patch prototypes when the module is *required*, and an ES import would pass them
 * by; requiring them here patches the very objects that later imports see, without a module hook.
 */
export function startTelemetry(serviceName: string): void {
  const sdk = new NodeSDK({
    serviceName: process.env.OTEL_SERVICE_NAME || serviceName,
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: (request) => request.url === "/healthz",
        disableOutgoingRequestInstrumentation: true,
      }),
      new UndiciInstrumentation({ requireParentforSpans: true }),
      new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
      new RuntimeNodeInstrumentation(),
    ],
  });
  sdk.start();
  const require = createRequire(import.meta.url);
  require("node:http");
  require("pg");
  measureMemory();
  onShutdown(() => sdk.shutdown());
}
