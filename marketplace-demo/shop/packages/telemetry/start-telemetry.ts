import { createRequire } from "node:module";
import { context, logs, metrics, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { getNumberFromEnv, W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { registerInstrumentations } from "@opentelemetry/instrumentation";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { PgInstrumentation } from "@opentelemetry/instrumentation-pg";
import { RuntimeNodeInstrumentation } from "@opentelemetry/instrumentation-runtime-node";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import {
  defaultResource,
  detectResources,
  envDetector,
  processDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { measureMemory } from "./measure-memory.ts";
import { onShutdown } from "./shutdown.ts";

/**
 * Starts OpenTelemetry for this process, out of the parts that we use: the whole SDK loads exporters for everything, and
 * doubles the time that a process takes to start. Addresses, headers, intervals and resource attributes come from the
 * standard OTEL_* variables; `OTEL_SERVICE_NAME` overrides `serviceName`.
 *
 * Call it from a module given to `node --import`, before anything loads `node:http` or `pg`. The
 * instrumentations of both patch prototypes when the module is *required*, and an ES import would pass them
 * by; requiring them here patches the very objects that later imports see, without a module hook.
 */
export function startTelemetry(serviceName: string): void {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ "service.name": serviceName }))
    .merge(detectResources({ detectors: [processDetector, envDetector] }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());

  const tracers = new TracerProvider({
    resource,
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter(),
        ...scheduled(getNumberFromEnv("OTEL_BSP_SCHEDULE_DELAY")),
      }),
    ],
  });
  const loggers = new LoggerProvider({
    resource,
    processors: [
      new BatchLogRecordProcessor({
        exporter: new OTLPLogExporter(),
        ...scheduled(getNumberFromEnv("OTEL_BLRP_SCHEDULE_DELAY")),
      }),
    ],
  });
  const exportIntervalMillis = getNumberFromEnv("OTEL_METRIC_EXPORT_INTERVAL") ?? 60_000;
  const meters = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter(),
        exportIntervalMillis,
        exportTimeoutMillis: Math.min(
          getNumberFromEnv("OTEL_METRIC_EXPORT_TIMEOUT") ?? 30_000,
          exportIntervalMillis,
        ),
      }),
    ],
  });
  trace.setGlobalTracerProvider(tracers);
  logs.setGlobalLoggerProvider(loggers);
  metrics.setGlobalMeterProvider(meters);
  registerInstrumentations({
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
  const require = createRequire(import.meta.url);
  require("node:http");
  require("pg");
  measureMemory();
  onShutdown(() => Promise.all([tracers.shutdown(), loggers.shutdown(), meters.shutdown()]));
}

function scheduled(scheduledDelayMillis: number | undefined): { scheduledDelayMillis?: number } {
  return scheduledDelayMillis === undefined ? {} : { scheduledDelayMillis };
}
