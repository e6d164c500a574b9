import type { Surroundings } from "./surroundings/create-surroundings.ts";

/**
 * The environment of one process of the marketplace: the addresses that its README names, and OpenTelemetry's own
 * standard variables. Telemetry leaves sooner than by the SDK's defaults (5 s for spans, 60 s for metrics), because a
 * demo has seconds where production has minutes.
 */
export function shopEnvironment(options: {
  databaseUrl: string;
  /** Service name to base URL. */
  addresses: Map<string, string>;
  /** What the marketplace signs its requests to the carriers' gateway with. */
  carrierKey: string;
  collector: { url: string; token: string };
  version: string;
  revision: string;
  service: string;
  instance: string;
  machine: string;
  surroundings: Surroundings;
  /** The certificate of the authority that vouches for the outside world. */
  authorityFile: string;
  /** Where Node keeps what it compiled: most processes here are starts of the same code. */
  compileCache: string;
}): NodeJS.ProcessEnv {
  const { service, revision, instance, version, collector } = options;
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    DATABASE_URL: options.databaseUrl,
    ...options.surroundings.environment(options.machine),
    NODE_EXTRA_CA_CERTS: options.authorityFile,
    NODE_COMPILE_CACHE: options.compileCache,
    CARRIER_KEY: options.carrierKey,
    OTEL_SERVICE_NAME: service,
    OTEL_RESOURCE_ATTRIBUTES: [
      `service.version=${version}`,
      `service.instance.id=${instance}`,
      `host.name=${options.machine}`,
      `vcs.ref.head.revision=${revision}`,
      "deployment.environment.name=production",
    ].join(","),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${collector.token}`,
    OTEL_TRACES_EXPORTER: "otlp",
    OTEL_METRICS_EXPORTER: "otlp",
    OTEL_LOGS_EXPORTER: "otlp",
    OTEL_BSP_SCHEDULE_DELAY: "500",
    OTEL_BLRP_SCHEDULE_DELAY: "500",
    OTEL_METRIC_EXPORT_INTERVAL: "1000",
    OTEL_METRIC_EXPORT_TIMEOUT: "1900",
  };
  for (const [name, url] of options.addresses) {
    environment[`${name.toUpperCase().replaceAll("-", "_")}_URL`] = url;
  }
  return environment;
}
