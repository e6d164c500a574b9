/**
 * Batches as a Collector sends them on from a market of small services: nine spans a trace on average over
 * three services, named and described by OpenTelemetry's semantic conventions
 * (https://opentelemetry.io/docs/specs/semconv/), one request in a hundred failing with an exception.
 * Messages are in the form that OpenTelemetry's generated codecs encode.
 */

/** How many services there are. Ten of them call each other; other tens live beside them, and never meet. */
export interface Market {
  services: number;
}

export const SPANS_PER_BATCH = 512;
const TEN = 10;
const NAMES = [
  "storefront",
  "checkout",
  "payments",
  "inventory",
  "pricing",
  "shipping",
  "accounts",
  "search",
  "reviews",
  "notifications",
];
const NOUNS = [
  "orders",
  "carts",
  "items",
  "quotes",
  "refunds",
  "addresses",
  "coupons",
  "invoices",
  "parcels",
  "messages",
];
/** Each service answers twenty operations. */
const OPERATIONS = NOUNS.flatMap((noun) => [
  { method: "GET", route: `/api/v1/${noun}/{id}`, noun },
  { method: "POST", route: `/api/v1/${noun}`, noun },
]);

/** `service.name` of every service of that market. */
export function serviceNames({ services }: Market): string[] {
  return Array.from({ length: services }, (_, index) => {
    const name = NAMES[index % TEN] as string;
    return services === TEN ? name : `${name}-${Math.floor(index / TEN)}`;
  });
}

type Random = () => number;
type Value = string | number | boolean;
interface Draft {
  service: number;
  scope: string;
  span: Record<string, unknown> & { spanId: Uint8Array };
}

/**
 * One `ExportTraceServiceRequest` of 512 spans from one ten of services.
 * @param at which batch this is; the tens of a large market take turns
 */
export function marketBatch(market: Market, at: number, random: Random): object {
  const tens = market.services / TEN;
  const ten = at % tens;
  const drafts: Draft[] = [];
  while (drafts.length < SPANS_PER_BATCH) {
    const trace = request(random);
    drafts.push(...trace.slice(0, SPANS_PER_BATCH - drafts.length));
  }
  const names = serviceNames(market);
  const byService = Map.groupBy(drafts, (draft) => draft.service);
  return {
    resourceSpans: [...byService].map(([service, own]) => ({
      resource: resource(names[ten * TEN + service] as string, ten),
      scopeSpans: [...Map.groupBy(own, (draft) => draft.scope)].map(([scope, spans]) => ({
        scope: { name: scope, version: "0.301.0" },
        spans: spans.map((draft) => draft.span),
      })),
    })),
  };
}

/** The spans of one request, which begins up to a second before the batch is sent. */
function request(random: Random): Draft[] {
  const traceId = bytes(16, random);
  const startMs = -1000 * random() - 60;
  const first = Math.floor(random() * TEN);
  const second = (first + 1 + Math.floor(random() * 3)) % TEN;
  const third = (second + 1 + Math.floor(random() * 3)) % TEN;
  const failing = random() < 0.01;
  const drafts: Draft[] = [];
  const add = (
    service: number,
    scope: string,
    name: string,
    kind: number,
    parent: Draft | undefined,
    window: readonly [from: number, to: number],
    attributes: Record<string, Value>,
    more: Record<string, unknown> = {},
  ): Draft => {
    const draft = {
      service,
      scope,
      span: {
        traceId,
        spanId: bytes(8, random),
        ...(parent ? { parentSpanId: parent.span.spanId } : {}),
        name,
        kind,
        startTimeUnixNano: nanoseconds(startMs + window[0]),
        endTimeUnixNano: nanoseconds(startMs + window[1]),
        attributes: list(attributes),
        flags: 257,
        ...more,
      },
    };
    drafts.push(draft);
    return draft;
  };
  const operation = () => OPERATIONS[Math.floor(random() * OPERATIONS.length)] as (typeof OPERATIONS)[number];
  const id = Math.floor(random() * 1e6);
  const outer = operation();
  const inner = operation();
  const scale = 0.5 + random();
  const within = (from: number, to: number) => [from * scale, to * scale] as const;
  const status = failing ? 500 : 200;

  const served = (service: number, parent: Draft | undefined, at: readonly [number, number]) => {
    const { method, route, noun } = parent ? inner : outer;
    return add(
      service,
      "@opentelemetry/instrumentation-http",
      `${method} ${route}`,
      2,
      parent,
      at,
      {
        "http.request.method": method,
        "http.route": route,
        "url.path": route.replace("{id}", String(id)),
        "url.scheme": "http",
        "server.address": `${noun}.market.svc.cluster.local`,
        "server.port": 8080,
        "client.address": `10.12.${id % 200}.${id % 250}`,
        "network.protocol.version": "1.1",
        "user_agent.original": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "http.response.status_code": status,
        ...(failing ? { "error.type": "500" } : {}),
      },
      failing ? { status: { code: 2 }, events: [exception(startMs + at[1], inner.noun)] } : {},
    );
  };
  const queried = (service: number, parent: Draft, at: readonly [number, number], noun: string) =>
    add(service, "@opentelemetry/instrumentation-pg", `SELECT ${noun}`, 3, parent, at, {
      "db.system.name": "postgresql",
      "db.namespace": "market",
      "db.operation.name": "SELECT",
      "db.collection.name": noun,
      "db.query.text": `SELECT id, state, total, created_at FROM ${noun} WHERE id = $1 AND deleted_at IS NULL`,
      "server.address": "market-primary.db.internal",
      "server.port": 5432,
    });

  const root = served(first, undefined, within(0, 48));
  const work = add(first, "market", `${outer.noun}.handle`, 1, root, within(1, 47), {
    "code.function.name": `${outer.noun}Service.handle`,
    "code.file.path": `/srv/app/src/${outer.noun}/service.ts`,
    "code.line.number": 87,
    "market.tenant": `tenant-${id % 40}`,
  });
  const call = add(
    first,
    "@opentelemetry/instrumentation-undici",
    inner.method,
    3,
    work,
    within(3, 40),
    {
      "http.request.method": inner.method,
      "url.full": `http://${inner.noun}.market.svc.cluster.local:8080${inner.route.replace("{id}", String(id))}`,
      "server.address": `${inner.noun}.market.svc.cluster.local`,
      "server.port": 8080,
      "http.response.status_code": status,
    },
    failing ? { status: { code: 2 } } : {},
  );
  const handler = served(second, call, within(5, 38));
  queried(second, handler, within(7, 15), inner.noun);
  const method = `market.${outer.noun}.v1.Catalogue/Find`;
  const rpc = {
    "rpc.system": "grpc",
    "rpc.service": `market.${outer.noun}.v1.Catalogue`,
    "rpc.method": "Find",
  };
  const remote = add(second, "@opentelemetry/instrumentation-grpc", method, 3, handler, within(16, 35), {
    ...rpc,
    "rpc.grpc.status_code": 0,
    "server.address": "catalogue.market.svc.cluster.local",
    "server.port": 50051,
  });
  const found = add(third, "@opentelemetry/instrumentation-grpc", method, 2, remote, within(17, 34), {
    ...rpc,
    "rpc.grpc.status_code": 0,
    "client.address": `10.12.${id % 200}.${id % 250}`,
  });
  const cached = random() < 0.5;
  add(
    third,
    "@opentelemetry/instrumentation-redis",
    "GET",
    3,
    found,
    within(18, 20),
    {
      "db.system.name": "redis",
      "db.operation.name": "GET",
      "db.query.text": "GET catalogue:?",
      "server.address": "market-cache.internal",
      "server.port": 6379,
    },
    cached
      ? {}
      : {
          events: [event(startMs + 19, "cache.miss", { "cache.key": `catalogue:${id}`, "cache.tier": "l1" })],
        },
  );
  if (!cached) queried(third, found, within(21, 32), outer.noun);
  if (random() < 0.5) queried(first, work, within(41, 46), outer.noun);
  return drafts;
}

function resource(service: string, ten: number): object {
  return {
    attributes: list({
      "service.name": service,
      "service.namespace": "market",
      "service.version": "2026.11.3",
      "service.instance.id": `${service}-7d9f8b6c5-x2k${ten}`,
      "deployment.environment.name": "production",
      "vcs.ref.head.revision": "4f2ce1a9c07d5e6b8a3f1d2c4b5a69788776655f",
      "host.name": `node-${ten % 12}`,
      "host.arch": "amd64",
      "process.pid": 17,
      "process.runtime.name": "nodejs",
      "k8s.pod.name": `${service}-7d9f8b6c5-x2k${ten}`,
      "k8s.namespace.name": "market",
      "telemetry.sdk.language": "nodejs",
      "telemetry.sdk.name": "opentelemetry",
      "telemetry.sdk.version": "2.3.0",
    }),
  };
}

function exception(atMs: number, noun: string): object {
  const message = `could not reserve ${noun}: the stock is locked by another transaction`;
  return event(atMs, "exception", {
    "exception.type": "StockLockedError",
    "exception.message": message,
    "exception.stacktrace": [
      `StockLockedError: ${message}`,
      `    at reserve (/srv/app/src/${noun}/reserve.ts:41:13)`,
      `    at async ${noun}Service.handle (/srv/app/src/${noun}/service.ts:93:20)`,
      "    at async handler (/srv/app/src/http/handler.ts:27:22)",
      "    at async Server.<anonymous> (/srv/app/node_modules/fastify/lib/server.js:311:9)",
    ].join("\n"),
  });
}

function event(atMs: number, name: string, attributes: Record<string, Value>): object {
  return { timeUnixNano: nanoseconds(atMs), name, attributes: list(attributes) };
}

function list(attributes: Record<string, Value>): object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value:
      typeof value === "string"
        ? { stringValue: value }
        : typeof value === "number"
          ? { intValue: value }
          : { boolValue: value },
  }));
}

function bytes(size: number, random: Random): Uint8Array {
  return Uint8Array.from({ length: size }, () => Math.floor(random() * 256));
}

/** Milliseconds relative to the time of sending, as a signed 64-bit number of nanoseconds. */
function nanoseconds(relativeMs: number): { low: number; high: number; unsigned: boolean } {
  const value = BigInt(Math.round(relativeMs * 1e6));
  return { low: Number(BigInt.asIntN(32, value)), high: Number(value >> 32n), unsigned: false };
}
