import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Postgres, startPostgres } from "../../../marketplace-demo/world/postgres.ts";
import { type OtlpSink, openOtlpSink, type Span } from "./otlp-sink.ts";
import { type RunningService, startService } from "./running-service.ts";
import { openWorkingCopy, type WorkingCopy } from "./working-copy.ts";

const run = promisify(execFile);
const FAULTS = join(import.meta.dirname, "../../../marketplace-demo/faults");
const wait = { timeout: 120_000, interval: 50 };

let logs: string;
let postgres: Postgres;
let sink: OtlpSink;
let copy: WorkingCopy;
let database: pg.Client;
let databaseUrl: string;

beforeAll(async () => {
  logs = await mkdtemp(join(tmpdir(), "shop-services-"));
  [postgres, sink, copy] = await Promise.all([
    startPostgres(join(logs, "postgres.log")),
    openOtlpSink(),
    openWorkingCopy(),
  ]);
  await postgres.createDatabase("shop");
  databaseUrl = postgres.url("shop");
  for (const script of ["db/migrate.ts", "db/seed.ts"]) {
    await run(process.execPath, [script], {
      cwd: copy.directory,
      env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl },
    });
  }
  database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
}, 300_000);

afterAll(async () => {
  await database?.end();
  await sink?.close();
  await postgres?.stop();
  await copy?.remove();
  if (logs) await rm(logs, { recursive: true, force: true });
});

type Shop = { storefront: RunningService; stop(): Promise<(number | null)[]> };

/** The services of the working copy, telling the sink that they are `revision`, and the carrier, which tells nobody. */
async function startShop(revision: string): Promise<Shop> {
  const telemetry = {
    DATABASE_URL: databaseUrl,
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
    OTEL_BSP_SCHEDULE_DELAY: "100",
    OTEL_BLRP_SCHEDULE_DELAY: "100",
    OTEL_METRIC_EXPORT_INTERVAL: "300",
    OTEL_RESOURCE_ATTRIBUTES: `service.version=${revision},vcs.ref.head.revision=${revision},deployment.environment.name=test,service.instance.id=${revision}-1`,
  };
  const start = (name: string, addresses: Record<string, string> = {}) =>
    startService(copy.directory, name, { ...telemetry, ...addresses });
  const carrier = await startService(copy.directory, "carrier", {});
  const CARRIER_URL = carrier.url;
  const [quotes, payments] = await Promise.all([start("quotes", { CARRIER_URL }), start("payments")]);
  const [QUOTES_URL, PAYMENTS_URL] = [quotes.url, payments.url];
  const [policies, claims] = await Promise.all([
    start("policies", { QUOTES_URL, PAYMENTS_URL, CARRIER_URL }),
    start("claims", { PAYMENTS_URL }),
  ]);
  const [POLICIES_URL, CLAIMS_URL] = [policies.url, claims.url];
  const storefront = await start("storefront", { QUOTES_URL, POLICIES_URL, CLAIMS_URL });
  const services = [storefront, policies, claims, quotes, payments, carrier];
  return { storefront, stop: () => Promise.all(services.map((service) => service.stop())) };
}

/** What is read of any of the storefront's answers. */
type Body = {
  id: string;
  offers: { carrier: string; annualPence: number }[];
  number: string;
  customer: string;
  policies: { number: string; annualPence: number }[];
  status: string;
  paidPence: number;
};

async function call(shop: Shop, path: string, body?: object) {
  const response = await fetch(`${shop.storefront.url}${path}`, {
    method: body ? "POST" : "GET",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: body ? JSON.stringify(body) : null,
  });
  return { status: response.status, body: (await response.json()) as Body };
}

const spansOf = (revision: string, service: string): Span[] =>
  sink.spans.filter(
    ({ resource }) => resource["service.version"] === revision && resource["service.name"] === service,
  );
const serverSpan = (revision: string, service: string, name: string): Span => {
  const found = spansOf(revision, service).find((span) => span.name === name && span.kind === 2);
  if (!found) throw new Error(`no ${name} from ${service} yet`);
  return found;
};

async function currentPolicy(condition: string): Promise<string> {
  const { rows } = await database.query<{ number: string }>(
    `select number from policies p where number like 'POL-2%' and ${condition} order by number limit 1`,
  );
  return rows[0]!.number;
}

const withoutClaims = `not exists (
  select from claims c join policies q on q.number = c.policy_number where q.customer_id = p.customer_id)`;
const longStanding = "(select count(*) from policies q where q.customer_id = p.customer_id) = 8";

test("a customer compares, buys and finds it again, in traces that lead through all services", async () => {
  const shop = await startShop("healthy");
  try {
    const quote = await call(shop, "/quotes", {
      kind: "new",
      product: "home",
      postcode: "LS6 2AB",
      propertyType: "semi",
      bedrooms: 3,
      yearBuilt: 1936,
      excess: 250,
    });
    expect(quote.status).toBe(201);
    expect(quote.body.offers).toHaveLength(6);
    const person = { name: "Jo Marsh", email: "jo.marsh@example.com" };
    const order = { quoteId: quote.body.id, carrier: quote.body.offers[0]!.carrier, ...person };
    const bought = await call(shop, "/policies", order);
    expect(bought.status).toBe(201);
    const mine = await call(shop, `/policies?customer=${bought.body.customer}`);
    expect(mine.body.policies[0]).toMatchObject({
      number: bought.body.number,
      annualPence: quote.body.offers[0]!.annualPence,
    });
    expect((await call(shop, "/quotes", { kind: "renewal", previousPolicy: "POL-1" })).status).toBe(422);

    await vi.waitFor(() => {
      const entry = serverSpan("healthy", "storefront", "POST /policies");
      const inTrace = sink.spans.filter(({ traceId }) => traceId === entry.traceId);
      const names = inTrace
        .filter(({ kind }) => kind === 2)
        .map(({ name, resource }) => `${resource["service.name"]} ${name}`);
      expect(names.toSorted()).toEqual([
        "payments POST /charges",
        "policies POST /policies",
        "quotes GET /quotes/:id",
        "storefront POST /policies",
      ]);
      expect(
        inTrace.some(({ attributes }) => /insert into policies/.test(attributes["db.query.text"] ?? "")),
      ).toBe(true);
      const byId = new Map(inTrace.map((span) => [span.spanId, span]));
      for (const span of inTrace) if (span !== entry) expect(byId.has(span.parentSpanId ?? "")).toBe(true);
    }, wait);

    // What is small is settled by itself, in the trace of whoever claimed, though a queue lies between.
    const policy = await currentPolicy(
      `product = 'motor' and carrier_id = 'alder' and (risk ->> 'excess')::int = 250 and ${withoutClaims}`,
    );
    const form = { policy, kind: "windscreen", description: "A stone", amountPence: 48_000 };
    const lostOn = new Date().toISOString().slice(0, 10);
    const filed = await call(shop, "/claims", { ...form, lostOn, claimKey: "one-claim-only" });
    expect(filed).toMatchObject({ status: 201, body: { status: "open" } });
    const again = await call(shop, "/claims", { ...form, lostOn, claimKey: "one-claim-only" });
    expect(again.body.number).toBe(filed.body.number);
    await vi.waitFor(async () => {
      const { body } = await call(shop, `/claims/${filed.body.number}`);
      expect(body).toMatchObject({ status: "settled", paidPence: 23_000 });
    }, wait);
    await vi.waitFor(() => {
      const entry = serverSpan("healthy", "storefront", "POST /claims");
      const inTrace = sink.spans.filter(
        ({ traceId, kind }) => traceId === entry.traceId && kind !== 3 && kind !== 1,
      );
      expect(inTrace.map(({ name, resource }) => `${resource["service.name"]} ${name}`).toSorted()).toEqual([
        "claims POST /claims",
        "claims process claim-decisions",
        "claims send claim-decisions",
        "payments POST /payouts",
        "storefront POST /claims",
      ]);
    }, wait);
    // The carrier is known by those who call it alone.
    expect(new Set(sink.spans.map(({ resource }) => resource["service.name"]))).toEqual(
      new Set(["storefront", "quotes", "policies", "claims", "payments"]),
    );
    const bindings = spansOf("healthy", "policies").filter(({ attributes }) =>
      attributes["url.full"]?.endsWith("/v1/bindings"),
    );
    expect(bindings.length).toBe(1);

    const span = serverSpan("healthy", "quotes", "POST /quotes");
    expect(span.attributes).toMatchObject({
      "http.request.method": "POST",
      "http.route": "/quotes",
      "http.response.status_code": "201",
      "code.function.name": "createQuote",
      "code.file.path": join(copy.directory, "services/quotes/routes/create-quote.ts"),
    });
    expect(span.resource).toMatchObject({
      "vcs.ref.head.revision": "healthy",
      "deployment.environment.name": "test",
      "service.instance.id": "healthy-1",
    });
    expect(sink.spans.filter(({ attributes }) => attributes["url.path"] === "/healthz")).toEqual([]);
    await vi.waitFor(() => {
      for (const service of ["storefront", "quotes", "policies", "claims", "payments"]) {
        const names = sink.metrics
          .filter(({ resource }) => resource["service.name"] === service)
          .map(({ name }) => name);
        expect(names).toEqual(
          expect.arrayContaining([
            "http.server.request.duration",
            "process.memory.usage",
            "v8js.memory.heap.used",
          ]),
        );
      }
      expect(sink.metrics.map(({ name }) => name)).toEqual(
        expect.arrayContaining([
          "db.client.connection.count",
          "fernhill.cache.requests",
          "fernhill.queue.waiting",
          "fernhill.queue.oldest",
        ]),
      );
    }, wait);
  } finally {
    expect(await shop.stop()).toEqual([0, 0, 0, 0, 0, 0]);
  }
}, 300_000);

test("requests under way are answered when a service is asked to leave", async () => {
  const quotes = await startService(copy.directory, "quotes", {
    DATABASE_URL: databaseUrl,
    CARRIER_URL: "http://127.0.0.1:9",
  });
  await database.query("begin");
  await database.query("lock table quotes in access exclusive mode");
  const answer = fetch(`${quotes.url}/quotes/Q-22222222`);
  await vi.waitFor(async () => {
    const { rows } = await database.query("select from pg_locks where not granted");
    expect(rows.length).toBeGreaterThan(0);
  }, wait);
  const stopped = quotes.stop();
  await vi.waitFor(() => expect(fetch(`${quotes.url}/healthz`)).rejects.toThrow(), wait);
  await database.query("commit");
  expect((await answer).status).toBe(404);
  expect(await stopped).toBe(0);
}, 300_000);

test("quotes-500: a renewal without a claim throws where the culprit wrote, and the trace says so", async () => {
  const number = await currentPolicy(withoutClaims);
  await copy.apply(join(FAULTS, "quotes-500/one-list-of-claims.patch"));
  const shop = await startShop("broken");
  try {
    expect((await call(shop, "/quotes", { kind: "renewal", previousPolicy: number })).status).toBe(502);
    const span = await vi.waitFor(() => serverSpan("broken", "quotes", "POST /quotes"), wait);
    expect(span.status?.code).toBe(2);
    const exception = span.events.find(({ name }) => name === "exception")?.attributes ?? {};
    expect(exception["exception.type"]).toBe("TypeError");
    const file = join(copy.directory, "packages/rating/no-claims.ts");
    const frame = exception["exception.stacktrace"]?.split("\n").find((text) => text.includes(file)) ?? "";
    const line = Number(/:(\d+):\d+\)?$/.exec(frame)?.[1]);
    expect(span.attributes).toMatchObject({
      "code.file.path": file,
      "code.line.number": String(line),
      "code.function.name": "noClaimsYears",
      "http.response.status_code": "500",
    });
    const blame = await copy.git(
      "blame",
      "-s",
      "-l",
      "-L",
      `${line},${line}`,
      "packages/rating/no-claims.ts",
    );
    expect(blame.startsWith((await copy.git("rev-parse", "HEAD")).trim())).toBe(true);
    const record = await vi.waitFor(() => {
      const found = sink.logs.find(({ resource, traceId }) => {
        return resource["service.name"] === "quotes" && traceId === span.traceId;
      });
      if (!found) throw new Error("no log record yet");
      return found;
    }, wait);
    expect(record.severityText).toBe("ERROR");
    expect(record.attributes["exception.stacktrace"]).toContain("no-claims.ts");
    const entry = await vi.waitFor(() => serverSpan("broken", "storefront", "POST /quotes"), wait);
    expect(entry.traceId).toBe(span.traceId);
    expect(entry.status?.code).toBe(2);
  } finally {
    await shop.stop();
    await copy.git("reset", "--quiet", "--hard", copy.head);
  }
}, 300_000);

test("quotes-slow: a long-standing customer's renewal reads the whole table of payments year by year", async () => {
  const number = await currentPolicy(longStanding);
  await copy.apply(join(FAULTS, "quotes-slow/loyalty.patch"));
  const shop = await startShop("slow");
  try {
    expect((await call(shop, "/quotes", { kind: "renewal", previousPolicy: number })).status).toBe(201);
    await vi.waitFor(() => serverSpan("slow", "quotes", "POST /quotes"), wait);
    const queries = spansOf("slow", "quotes").map(({ attributes }) => attributes["db.query.text"] ?? "");
    const added = queries.filter((text) => text.includes("upper("));
    expect(added).toHaveLength(8);
    const { rows } = await database.query<{ "QUERY PLAN": string }>(
      `explain ${added[0]!.replace("$1", "'POL-20000042'")}`,
    );
    expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("Seq Scan on payments");
    const before = queries.filter((text) => /from payments/.test(text) && !added.includes(text));
    const plan = await database.query<{ "QUERY PLAN": string }>(
      `explain ${before[0]!.replace("$1", "array['POL-20000042']")}`,
    );
    expect(plan.rows.map((row) => row["QUERY PLAN"]).join("\n")).not.toContain("Seq Scan on payments");
  } finally {
    await shop.stop();
    await copy.git("reset", "--quiet", "--hard", copy.head);
  }
}, 300_000);

test("quotes-leak: every new quote keeps rating tables in memory that nobody asks for again", async () => {
  const script = `
    import { createPool } from "./packages/db/create-pool.ts";
    import { bandsFor } from "./packages/rating/bands.ts";
    import { loadRatingRows } from "./services/quotes/store/load-rating-rows.ts";
    const risk = { product: "motor", postcode: "LS6 2AB", age: 34, vehicleGroup: 17, annualMileage: 8000, excess: 250 };
    const pool = createPool(process.env.DATABASE_URL, "test");
    const load = (n) => loadRatingRows(pool, "motor", new Date(Date.now() + n), bandsFor(risk, 0));
    const rows = await load(0);
    gc();
    const before = process.memoryUsage().heapUsed;
    for (let n = 1; n <= 40; n++) await load(n);
    gc();
    console.log(JSON.stringify({ rows: rows.length, keptBytes: (process.memoryUsage().heapUsed - before) / 40 }));
    await pool.end();`;
  const measure = async () => {
    const { stdout } = await run(process.execPath, ["--expose-gc", "--input-type=module", "--eval", script], {
      cwd: copy.directory,
      env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl },
    });
    return JSON.parse(stdout) as { rows: number; keptBytes: number };
  };
  const healthy = await measure();
  expect(healthy.keptBytes).toBeLessThan(20_000);
  await copy.apply(join(FAULTS, "quotes-leak/cache-rating-tables.patch"));
  try {
    const leaking = await measure();
    expect(leaking.keptBytes).toBeGreaterThan(300_000);
    expect(leaking.keptBytes).toBeLessThan(2_000_000);
  } finally {
    await copy.git("reset", "--quiet", "--hard", copy.head);
  }
}, 300_000);
