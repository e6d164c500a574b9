import { type Meter, metrics } from "@opentelemetry/api";
import { PrometheusExporter, PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { type IMetricReader, MeterProvider } from "@opentelemetry/sdk-metrics";
import { pointsAt } from "./points-at.ts";

const NAME = "sre-space";
const EVERY_MS = 60_000;
const ENDPOINTS = [
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
  "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
];

export interface OwnTelemetry {
  meter: Meter;
  /** What was measured so far, in Prometheus' text format. */
  prometheus(): Promise<string>;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/**
 * Starts to measure ourselves. Metrics are always at hand for `/metrics`. Traces and metrics are sent where the standard
 * variables name an endpoint, and never to ourselves: that would tell of its own telling for ever.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 * @param port at which we ourselves listen
 * @param refused is told, in a sentence, why nothing is sent
 */
export async function startTelemetry(
  env: NodeJS.ProcessEnv,
  port: number,
  refused: (reason: string) => void,
): Promise<OwnTelemetry> {
  const scraped = new PrometheusExporter({ preventServerStart: true });
  const text = new PrometheusSerializer("", false, undefined, true, true);
  const prometheus = async () => text.serialize((await scraped.collect()).resourceMetrics);
  const endpoints = endpointsOf(env);
  const circle = endpoints.find((endpoint) => pointsAt(endpoint, port));
  if (circle !== undefined)
    refused(
      `OTEL_EXPORTER_OTLP_ENDPOINT is ${circle}, which is this service: its own telemetry is not sent. Name a Collector.`,
    );
  if (endpoints.length === 0 || circle !== undefined) {
    const provider = new MeterProvider({ readers: [scraped] });
    return { meter: provider.getMeter(NAME), prometheus, stop: () => provider.shutdown() };
  }
  // Only whoever wants to be sent it pays for loading it.
  const { NodeSDK } = await import("@opentelemetry/sdk-node");
  const sdk = new NodeSDK({
    ...(env.OTEL_SERVICE_NAME ? {} : { serviceName: NAME }),
    metricReaders: [scraped, ...(await sentMetrics(env))],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  return { meter: metrics.getMeter(NAME), prometheus, stop: () => sdk.shutdown() };
}

/** Where telemetry is to be sent; nowhere unless somebody says so, unlike other SDKs, which try localhost. */
function endpointsOf(env: NodeJS.ProcessEnv): string[] {
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === "true") return [];
  return ENDPOINTS.flatMap((name) => env[name] || []);
}

async function sentMetrics(env: NodeJS.ProcessEnv): Promise<IMetricReader[]> {
  if (env.OTEL_METRICS_EXPORTER === "none") return [];
  const [{ PeriodicExportingMetricReader }, { OTLPMetricExporter }] = await Promise.all([
    import("@opentelemetry/sdk-metrics"),
    import("@opentelemetry/exporter-metrics-otlp-proto"),
  ]);
  return [
    new PeriodicExportingMetricReader({
      exporter: new OTLPMetricExporter(),
      exportIntervalMillis: Number(env.OTEL_METRIC_EXPORT_INTERVAL) || EVERY_MS,
    }),
  ];
}
