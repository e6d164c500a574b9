import { attribute, type KeyValue } from "../unseen/attribute.ts";
import type { Random } from "../unseen/random.ts";
import type { Language } from "../unseen/scenario.ts";

interface Dialect {
  sdk: [name: string, version: string];
  distribution?: [name: string, version: string];
  runtime: [name: string, version: string];
  server: string;
  client: string;
  database: string;
  messaging: string;
  own: string;
  logs: string;
}

const otel = "opentelemetry";
const node: Dialect = {
  sdk: [otel, "2.2.0"],
  runtime: ["nodejs", "22.12.0"],
  server: "@opentelemetry/instrumentation-http",
  client: "@opentelemetry/instrumentation-undici",
  database: "@opentelemetry/instrumentation-pg",
  messaging: "@opentelemetry/instrumentation-kafkajs",
  own: "app",
  logs: "@opentelemetry/instrumentation-pino",
};
const jvm: Dialect = {
  sdk: [otel, "1.44.1"],
  distribution: ["opentelemetry-java-instrumentation", "2.10.0"],
  runtime: ["OpenJDK Runtime Environment", "21.0.5+11-LTS"],
  server: "io.opentelemetry.tomcat-10.0",
  client: "io.opentelemetry.java-http-client",
  database: "io.opentelemetry.jdbc",
  messaging: "io.opentelemetry.kafka-clients-0.11",
  own: "io.opentelemetry.opentelemetry-instrumentation-annotations-1.16",
  logs: "io.opentelemetry.logback-appender-1.0",
};

const dialects: Record<string, Dialect> = {
  nodejs: node,
  java: jvm,
  go: {
    sdk: [otel, "1.33.0"],
    runtime: ["go", "go1.23.4"],
    server: "go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp",
    client: "go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp",
    database: "github.com/XSAM/otelsql",
    messaging: "github.com/twmb/franz-go/plugin/kotel",
    own: "app",
    logs: "go.opentelemetry.io/contrib/bridges/otelslog",
  },
  dotnet: {
    sdk: [otel, "1.10.0"],
    runtime: [".NET", "9.0.0"],
    server: "Microsoft.AspNetCore",
    client: "System.Net.Http",
    database: "Npgsql",
    messaging: "Confluent.Kafka.Extensions",
    own: "App",
    logs: "Microsoft.Extensions.Logging",
  },
  python: {
    sdk: [otel, "1.29.0"],
    distribution: ["opentelemetry-distro", "0.50b0"],
    runtime: ["cpython", "3.12.8"],
    server: "opentelemetry.instrumentation.asgi",
    client: "opentelemetry.instrumentation.httpx",
    database: "opentelemetry.instrumentation.psycopg",
    messaging: "opentelemetry.instrumentation.aiokafka",
    own: "app",
    logs: "opentelemetry.sdk._logs._internal",
  },
  ruby: {
    sdk: [otel, "1.6.0"],
    runtime: ["ruby", "3.3.6"],
    server: "OpenTelemetry::Instrumentation::Rack",
    client: "OpenTelemetry::Instrumentation::Faraday",
    database: "OpenTelemetry::Instrumentation::PG",
    messaging: "OpenTelemetry::Instrumentation::Sidekiq",
    own: "app",
    logs: "app",
  },
  php: {
    sdk: [otel, "1.1.2"],
    runtime: ["fpm-fcgi", "8.3.14"],
    server: "io.opentelemetry.contrib.php.laravel",
    client: "io.opentelemetry.contrib.php.guzzle",
    database: "io.opentelemetry.contrib.php.pdo",
    messaging: "io.opentelemetry.contrib.php.laravel",
    own: "app",
    logs: "monolog",
  },
  erlang: {
    sdk: [otel, "1.5.0"],
    runtime: ["BEAM", "15.2"],
    server: "opentelemetry_phoenix",
    client: "opentelemetry_tesla",
    database: "opentelemetry_ecto",
    messaging: "opentelemetry_broadway",
    own: "app",
    logs: "otel_logger",
  },
  cpp: {
    sdk: [otel, "1.18.0"],
    runtime: ["gcc", "14.2.0"],
    server: "opentelemetry-cpp",
    client: "opentelemetry-cpp",
    database: "opentelemetry-cpp",
    messaging: "opentelemetry-cpp",
    own: "app",
    logs: "spdlog",
  },
  rust: {
    sdk: [otel, "0.27.1"],
    runtime: ["rustc", "1.83.0"],
    server: "axum-tracing-opentelemetry",
    client: "reqwest-tracing",
    database: "sqlx::query",
    messaging: "rdkafka",
    own: "tracing-opentelemetry",
    logs: "opentelemetry-appender-tracing",
  },
};

interface Resource {
  attributes: KeyValue[];
}
interface AnySpan {
  kind?: number;
  parentSpanId?: string;
  attributes: KeyValue[];
}

function dialectOf(resource: Resource): Dialect {
  const named = resource.attributes.find(({ key }) => key === "telemetry.sdk.language")?.value;
  return dialects[named && "stringValue" in named ? named.stringValue : "nodejs"] ?? node;
}

function scopeOf(span: AnySpan, dialect: Dialect): string {
  const has = (start: string) => span.attributes.some(({ key }) => key.startsWith(start));
  if (has("db.")) return dialect.database;
  if (has("messaging.")) return dialect.messaging;
  if (span.kind === 1 || !(has("http.") || has("rpc."))) return dialect.own;
  return span.kind === 3 || has("server.address") || has("net.peer.name") ? dialect.client : dialect.server;
}

/** Gives one line of OTLP JSON the scopes and resource attributes that the SDK of each language writes. */
export function dress(line: string, full: boolean): string {
  const request = JSON.parse(line) as {
    resourceSpans?: { resource: Resource; scopeSpans: { scope: unknown; spans: AnySpan[] }[] }[];
    resourceLogs?: { resource: Resource; scopeLogs: { scope: unknown }[] }[];
    resourceMetrics?: { resource: Resource; scopeMetrics: { scope: unknown }[] }[];
  };
  const identify = (resource: Resource) => {
    const dialect = dialectOf(resource);
    const { sdk, distribution, runtime } = dialect;
    resource.attributes.push(attribute("telemetry.sdk.name", sdk[0]));
    resource.attributes.push(attribute("telemetry.sdk.version", sdk[1]));
    if (distribution && full) {
      resource.attributes.push(attribute("telemetry.distro.name", distribution[0]));
      resource.attributes.push(attribute("telemetry.distro.version", distribution[1]));
    }
    if (full) {
      resource.attributes.push(attribute("process.runtime.name", runtime[0]));
      resource.attributes.push(attribute("process.runtime.version", runtime[1]));
      resource.attributes.push(attribute("os.type", "linux"));
    }
    return dialect;
  };
  for (const item of request.resourceSpans ?? []) {
    const dialect = identify(item.resource);
    const spans = item.scopeSpans.flatMap((scope) => scope.spans);
    const byScope = Map.groupBy(spans, (span) => scopeOf(span, dialect));
    item.scopeSpans = [...byScope].map(([name, some]) => ({ scope: { name }, spans: some }));
  }
  for (const item of request.resourceLogs ?? []) {
    const name = identify(item.resource).logs;
    for (const scope of item.scopeLogs) scope.scope = { name };
  }
  for (const item of request.resourceMetrics ?? []) {
    const name = identify(item.resource).server;
    for (const scope of item.scopeMetrics) scope.scope = { name };
  }
  return JSON.stringify(request);
}

/** The line that the framework of a language logs where a request failed. */
export function failureLine(language: Language, op: string, type: string, message: string): string {
  switch (language) {
    case "java":
      return `Servlet.service() for servlet [dispatcherServlet] in context with path [] threw exception [Request processing failed: ${type}: ${message}] with root cause`;
    case "kotlin":
      return `500 Internal Server Error: ${op}. ${type}: ${message}`;
    case "go":
      return `request failed op="${op}" err="${message}"`;
    case "csharp":
      return `An unhandled exception has occurred while executing the request ${op}. ${type}: ${message}`;
    case "python":
      return `Exception in ASGI application (${op}): ${type}: ${message}`;
    case "ruby":
      return `${type} (${message}): ${op}`;
    case "php":
      return `production.ERROR: ${message} {"exception":"[object] (${type}(code: 0))","route":"${op}"}`;
    case "rust":
      return `error handling request route="${op}" error=${message}`;
    default:
      return `unhandled error in ${op}: ${type}: ${message}`;
  }
}

const chatter: Partial<Record<Language, readonly string[]>> = {
  typescript: ["event loop lag p99 11 ms", "GET /healthz 200 1 ms", "sockets in keep-alive pool: 14"],
  python: ['"GET /healthz HTTP/1.1" 200', "scheduler heartbeat", "worker recycled after 4000 requests"],
  go: ["healthz ok", "config unchanged, generation 118", "gc pause 310µs"],
  java: ["HikariPool-1 - Pool stats (total=10, active=2, idle=8, waiting=0)", "Health probe UP"],
  kotlin: ["200 OK: GET - /healthz in 1ms", "Refreshed code lists, 212 entries"],
  ruby: ['Started GET "/up" for 10.4.0.9', "Completed 200 OK in 2ms"],
  csharp: ["Request finished HTTP/1.1 GET /healthz - 200 in 0.8ms", "Options reloaded, nothing changed"],
  php: ["healthz ok", "opcache: 84% used"],
  rust: ["healthz ok", "lease renewed ttl=30"],
};

/** What a process says all day. */
export function chatterLine(language: Language, random: Random): string {
  return random.pick(chatter[language] ?? ["healthz ok"]);
}
