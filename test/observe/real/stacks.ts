/** Requests as common stacks export them, as OTLP JSON: kinds and status by number, integers as text. */

type Value = string | number | boolean | readonly string[];
type Bag = Readonly<Record<string, Value>>;

export interface SpanOf {
  name: string;
  /** 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind?: number;
  /** 1 ok, 2 error. */
  status?: number;
  message?: string;
  attributes?: Bag;
  /** Index of its parent in the same list. */
  parent?: number;
  exception?: Bag;
  traceState?: string;
}

export interface Stack {
  stack: string;
  resource: Bag;
  scope: string;
  /** The spans of one good and of one failing request. */
  good: SpanOf[];
  bad: SpanOf[];
  operation: string;
  revision: string;
}

export const SHA = "4f2e1d0c9b8a7f6e5d4c3b2a1f0e9d8c7b6a5f4e";

export const STACKS: Stack[] = [
  {
    stack: "Java agent 2, Spring",
    resource: {
      "service.name": "quotes",
      "service.version": `1.14.2-${SHA.slice(0, 7)}`,
      "service.instance.id": "0b1c7a0e-4a52-4e3a-9a0e-0d9ab4b4f7a1",
      "deployment.environment.name": "prod",
      "telemetry.sdk.language": "java",
      "telemetry.distro.name": "opentelemetry-java-instrumentation",
      "host.name": "quotes-6d9f7c9b5-x2x8k",
      "process.pid": 1,
    },
    scope: "io.opentelemetry.tomcat-10.0",
    good: [
      { name: "GET /quotes/{id}", kind: 2, attributes: javaHttp(200) },
      { name: "QuoteRepository.findById", kind: 1, parent: 0 },
      { name: "SELECT shop.quotes", kind: 3, parent: 1, attributes: { "db.system": "postgresql" } },
    ],
    bad: [
      {
        name: "GET /quotes/{id}",
        kind: 2,
        status: 2,
        attributes: { ...javaHttp(500), "error.type": "500" },
        exception: {
          "exception.type": "java.lang.IllegalStateException",
          "exception.message": "no tariff",
          "exception.stacktrace":
            "java.lang.IllegalStateException: no tariff\n\tat shop.Pricing.price(Pricing.java:41)",
        },
      },
    ],
    operation: "GET /quotes/{id}",
    revision: SHA.slice(0, 7),
  },
  {
    stack: "Python, Flask, old conventions",
    resource: {
      "service.name": "quotes",
      "service.version": "2026.11.3",
      "deployment.environment": "Production",
      "container.image.tag": `main-${SHA}`,
      "telemetry.sdk.language": "python",
    },
    scope: "opentelemetry.instrumentation.flask",
    good: [{ name: "GET /quotes/<int:quote_id>", kind: 2, attributes: flask(200) }],
    bad: [{ name: "GET /quotes/<int:quote_id>", kind: 2, status: 2, attributes: flask(500) }],
    operation: "GET /quotes/<int:quote_id>",
    revision: SHA,
  },
  {
    stack: "Go, otelgrpc",
    resource: {
      "service.name": "quotes",
      "vcs.ref.head.revision": SHA,
      "deployment.environment.name": "production",
      "telemetry.sdk.language": "go",
    },
    scope: "go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc",
    good: [{ name: "shop.v1.Quotes/Price", kind: 2, attributes: grpc(0) }],
    // The Go instrumentation leaves the status unset for what it does not call a server's error.
    bad: [{ name: "shop.v1.Quotes/Price", kind: 2, status: 2, message: "boom", attributes: grpc(13) }],
    operation: "shop.v1.Quotes/Price",
    revision: SHA,
  },
  {
    stack: ".NET, gRPC over ASP.NET Core",
    resource: { "service.name": "quotes", "service.version": SHA, "telemetry.sdk.language": "dotnet" },
    scope: "Microsoft.AspNetCore",
    good: [{ name: "POST /shop.Quotes/Price", kind: 2, attributes: dotnet(0) }],
    bad: [{ name: "POST /shop.Quotes/Price", kind: 2, status: 2, attributes: dotnet(2) }],
    operation: "shop.Quotes/Price",
    revision: SHA,
  },
  {
    stack: "Node, Express, status left to the code",
    resource: {
      "service.name": "quotes",
      "service.version": "unknown",
      "container.image.tags": ["latest", SHA],
      "deployment.environment.name": "PRODUCTION",
    },
    scope: "@opentelemetry/instrumentation-http",
    good: [
      { name: "GET /quotes/:id", kind: 2, attributes: express(200) },
      { name: "middleware - query", kind: 1, parent: 0 },
    ],
    bad: [{ name: "GET", kind: 2, attributes: express(502) }],
    operation: "GET /quotes/:id",
    revision: SHA,
  },
  {
    stack: "Envoy in Istio, codes as text",
    resource: { "service.name": "quotes", "service.version": "v3" },
    scope: "envoy",
    good: [{ name: "quotes.shop.svc.cluster.local:8080/*", kind: 2, attributes: envoy("200") }],
    bad: [
      {
        name: "quotes.shop.svc.cluster.local:8080/*",
        kind: 2,
        attributes: { ...envoy("503"), error: "true", response_flags: "UF" },
      },
    ],
    operation: "quotes.shop.svc.cluster.local:8080/*",
    revision: "v3",
  },
  {
    stack: "Java agent, Kafka",
    resource: { "service.name": "quotes", "service.version": SHA },
    scope: "io.opentelemetry.kafka-clients-0.11",
    good: [{ name: "orders process", kind: 5, attributes: kafka() }],
    bad: [{ name: "orders process", kind: 5, status: 2, attributes: kafka() }],
    operation: "process orders",
    revision: SHA,
  },
  {
    stack: "GraphQL behind one route, always 200",
    resource: { "service.name": "quotes", "service.version": SHA },
    scope: "apollo-router",
    good: [{ name: "POST /graphql", kind: 2, attributes: graphql() }],
    bad: [{ name: "POST /graphql", kind: 2, status: 2, message: "resolver failed", attributes: graphql() }],
    operation: "query QuotePage",
    revision: SHA,
  },
  {
    stack: "Lambda",
    resource: {
      "service.name": "quotes",
      "faas.version": "17",
      "service.version": SHA,
      "cloud.platform": "aws_lambda",
    },
    scope: "opentelemetry.instrumentation.aws_lambda",
    good: [
      {
        name: "quotes-fn",
        kind: 2,
        attributes: { "faas.trigger": "http", "faas.invocation_id": "7c0f", "http.status_code": 200 },
      },
    ],
    bad: [
      {
        name: "quotes-fn",
        kind: 2,
        attributes: { "faas.trigger": "http", "faas.invocation_id": "7c10", "http.status_code": 500 },
      },
    ],
    operation: "quotes-fn",
    revision: SHA,
  },
];

/** Translated from Jaeger by the Collector: no kind, no status, everything in tags. */
export const JAEGER: Stack = {
  stack: "Jaeger's clients",
  resource: { "service.name": "quotes", "service.version": SHA, "client-uuid": "5f1e", ip: "10.2.1.7" },
  scope: "",
  good: [
    {
      name: "/quotes/{id}",
      attributes: { "http.method": "GET", "http.status_code": 200, component: "net/http" },
    },
    { name: "SQL SELECT", parent: 0, attributes: { "sql.query": "SELECT 1" } },
    { name: "price", parent: 0 },
  ],
  bad: [
    { name: "/quotes/{id}", attributes: { "http.method": "GET", "http.status_code": 500, error: true } },
    { name: "price", parent: 0, attributes: { error: true } },
  ],
  operation: "GET /quotes/{id}",
  revision: SHA,
};

/** One request as an `ExportTraceServiceRequest`. @param ids makes its ids distinct. */
export function exportOf(stack: Stack, spans: readonly SpanOf[], startMs: number, ids: number): Buffer {
  const hex = (n: number, digits: number) => n.toString(16).padStart(digits, "0");
  const spanId = (index: number) => hex(ids * 100 + index + 1, 16);
  const nano = (ms: number) => `${Math.round(ms * 1000)}000`;
  return Buffer.from(
    JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: keyValues(stack.resource) },
          scopeSpans: [
            {
              scope: { name: stack.scope },
              spans: spans.map((span, index) => ({
                traceId: hex(ids + 1, 32),
                spanId: spanId(index),
                ...(span.parent === undefined ? {} : { parentSpanId: spanId(span.parent) }),
                ...(span.traceState ? { traceState: span.traceState } : {}),
                name: span.name,
                ...(span.kind ? { kind: span.kind } : {}),
                startTimeUnixNano: nano(startMs + index),
                endTimeUnixNano: nano(startMs + 40 - index),
                attributes: keyValues(span.attributes ?? {}),
                status: {
                  ...(span.status ? { code: span.status } : {}),
                  ...(span.message ? { message: span.message } : {}),
                },
                events: span.exception
                  ? [
                      {
                        name: "exception",
                        timeUnixNano: nano(startMs + 30),
                        attributes: keyValues(span.exception),
                      },
                    ]
                  : [],
              })),
            },
          ],
        },
      ],
    }),
  );
}

function keyValues(bag: Bag): object[] {
  return Object.entries(bag).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: Value): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return { intValue: String(value) };
  return { arrayValue: { values: value.map((one) => ({ stringValue: one })) } };
}

function javaHttp(code: number): Bag {
  return {
    "http.request.method": "GET",
    "http.route": "/quotes/{id}",
    "http.response.status_code": code,
    "url.path": "/quotes/4711",
    "url.scheme": "http",
    "server.address": "quotes",
    "user_agent.original": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    "thread.name": "http-nio-8080-exec-3",
  };
}

function flask(code: number): Bag {
  return {
    "http.method": "GET",
    "http.route": "/quotes/<int:quote_id>",
    "http.target": "/quotes/4711",
    "http.status_code": code,
    "http.flavor": "1.1",
    "http.user_agent": "python-requests/2.32",
  };
}

function grpc(code: number): Bag {
  return {
    "rpc.system": "grpc",
    "rpc.service": "shop.v1.Quotes",
    "rpc.method": "Price",
    "rpc.grpc.status_code": code,
    "server.address": "quotes",
  };
}

function dotnet(code: number): Bag {
  return {
    "http.request.method": "POST",
    "http.route": "/shop.Quotes/Price",
    "http.response.status_code": 200,
    "rpc.system": "grpc",
    "rpc.service": "shop.Quotes",
    "rpc.method": "Price",
    "rpc.grpc.status_code": code,
  };
}

function express(code: number): Bag {
  return {
    "http.method": "GET",
    "http.route": "/quotes/:id",
    "http.target": "/quotes/4711?full=1",
    "http.status_code": code,
    "http.status_text": code === 200 ? "OK" : "BAD GATEWAY",
  };
}

function envoy(code: string): Bag {
  return {
    component: "proxy",
    "http.method": "GET",
    "http.url": "http://quotes:8080/quotes/4711",
    "http.protocol": "HTTP/1.1",
    "http.status_code": code,
    "istio.canonical_service": "quotes",
    "istio.mesh_id": "cluster.local",
    node_id: "sidecar~10.2.1.7~quotes-6d9f7c9b5-x2x8k.shop~shop.svc.cluster.local",
    upstream_cluster: "inbound|8080||",
    user_agent: "okhttp/4.12",
  };
}

function kafka(): Bag {
  return {
    "messaging.system": "kafka",
    "messaging.destination.name": "orders",
    "messaging.operation": "process",
    "messaging.kafka.consumer.group": "quotes",
    "messaging.kafka.message.offset": 40112,
  };
}

function graphql(): Bag {
  return {
    "http.request.method": "POST",
    "http.route": "/graphql",
    "http.response.status_code": 200,
    "graphql.operation.name": "QuotePage",
    "graphql.operation.type": "query",
  };
}
