import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { attribute, type KeyValue } from "../unseen/attribute.ts";
import { createRandom } from "../unseen/random.ts";

interface Resourced {
  resource: { attributes: KeyValue[] };
  scopeSpans?: { scope: { name: string; version?: string }; spans: DressedSpan[] }[];
  scopeLogs?: { scope: { name: string } }[];
}
interface DressedSpan {
  name: string;
  attributes: KeyValue[];
}

/** What an SDK says of itself, and how its instrumentation of servers, clients and databases is called. */
const sdks: Record<string, { version: string; runtime: string; server: string; client: string; db: string }> =
  {
    java: {
      version: "1.43.0",
      runtime: "OpenJDK Runtime Environment",
      server: "io.opentelemetry.tomcat-10.0",
      client: "io.opentelemetry.java-http-client",
      db: "io.opentelemetry.jdbc",
    },
    go: {
      version: "1.31.0",
      runtime: "go",
      server: "go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp",
      client: "go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp",
      db: "github.com/exaring/otelpgx",
    },
    dotnet: {
      version: "1.9.0",
      runtime: ".NET 8.0.10",
      server: "Microsoft.AspNetCore",
      client: "System.Net.Http",
      db: "Npgsql",
    },
    python: {
      version: "1.27.0",
      runtime: "cpython",
      server: "opentelemetry.instrumentation.asgi",
      client: "opentelemetry.instrumentation.httpx",
      db: "opentelemetry.instrumentation.psycopg",
    },
    ruby: {
      version: "1.5.0",
      runtime: "ruby",
      server: "OpenTelemetry::Instrumentation::Rack",
      client: "OpenTelemetry::Instrumentation::Faraday",
      db: "OpenTelemetry::Instrumentation::PG",
    },
    nodejs: {
      version: "1.27.0",
      runtime: "nodejs",
      server: "@opentelemetry/instrumentation-http",
      client: "@opentelemetry/instrumentation-undici",
      db: "@opentelemetry/instrumentation-pg",
    },
    rust: {
      version: "0.26.0",
      runtime: "rustc",
      server: "tracing-otel",
      client: "reqwest-tracing",
      db: "sqlx",
    },
  };

const textOf = (attributes: KeyValue[], key: string) => {
  const value = attributes.find((one) => one.key === key)?.value;
  return value && "stringValue" in value ? value.stringValue : "";
};

/**
 * Makes the telemetry of a bundle look like that of each language's own SDK: scopes, the resource's runtime, and what its
 * instrumentation adds to spans. Nothing of what happened is changed. The same bundle gives the same bytes.
 */
export async function dress(bundle: string): Promise<void> {
  const random = createRandom(`dress ${basename(bundle)}`);
  const cluster = random.chance(0.5) ? random.pick(["prod-eu1", "prod-a", "live"]) : "";
  const telemetrySdk = random.chance(0.8);
  const agents = ["okhttp/4.12.0", "Mozilla/5.0 (X11; Linux x86_64)", "python-requests/2.32.3", "curl/8.9.1"];
  for (const file of ["traces.jsonl", "logs.jsonl", "metrics.jsonl"]) {
    const text = await readFile(join(bundle, file), "utf8").catch(() => "");
    if (!text) continue;
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => {
        const request = JSON.parse(line) as Record<string, Resourced[]>;
        for (const group of Object.values(request)) for (const one of group) dressOne(one);
        return JSON.stringify(request);
      });
    await writeFile(join(bundle, file), `${lines.join("\n")}\n`);
  }

  function dressOne({ resource, scopeSpans, scopeLogs }: Resourced): void {
    const language = textOf(resource.attributes, "telemetry.sdk.language");
    const sdk = sdks[language];
    if (!sdk) return;
    const name = textOf(resource.attributes, "service.name");
    if (telemetrySdk) {
      resource.attributes.push(attribute("telemetry.sdk.name", "opentelemetry"));
      resource.attributes.push(attribute("telemetry.sdk.version", sdk.version));
      resource.attributes.push(attribute("process.runtime.name", sdk.runtime));
    }
    if (cluster) {
      resource.attributes.push(attribute("k8s.cluster.name", cluster));
      resource.attributes.push(attribute("k8s.deployment.name", name));
    }
    for (const { scope } of scopeLogs ?? [])
      scope.name = language === "java" ? `org.${name}.App` : language === "dotnet" ? `${name}.Host` : name;
    const spans = scopeSpans?.flatMap((scoped) => scoped.spans);
    if (spans) {
      const byScope = new Map<string, DressedSpan[]>();
      for (const span of spans) {
        const keys = new Set(span.attributes.map(({ key }) => key));
        const outward = ["server.address", "net.peer.name"].some((key) => keys.has(key));
        const scope =
          keys.has("db.system") || keys.has("db.system.name")
            ? sdk.db
            : keys.has("http.route")
              ? sdk.server
              : outward
                ? sdk.client
                : keys.has("messaging.system")
                  ? `${name}.messaging`
                  : name;
        if (keys.has("http.route") && keys.has("http.request.method"))
          span.attributes.push(attribute("user_agent.original", random.pick(agents)));
        if (language === "java" && !outward)
          span.attributes.push(attribute("thread.name", `http-nio-8080-exec-${random.integer(1, 24)}`));
        byScope.set(scope, [...(byScope.get(scope) ?? []), span]);
      }
      scopeSpans!.splice(
        0,
        scopeSpans!.length,
        ...[...byScope].map(([scopeName, own]) => ({
          scope: { name: scopeName, version: sdk.version },
          spans: own,
        })),
      );
    }
  }
}
