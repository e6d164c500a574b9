import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How the telemetry of a bundle speaks. */
export type Dialect = "node" | "java" | "python" | "go" | "dotnet" | "bare";

export interface BundlePlan {
  dialect: Dialect;
  seed: number;
  /** `errors`: throws; `slow`: takes long; `outside`: a provider fails, and no commit did it. */
  fault: "errors" | "slow" | "outside";
  /** Minutes before the onset, and after it. */
  minutes?: { before: number; after: number };
  /** Requests a second that reach the gateway. */
  rate?: number;
  /** Files that are not written. */
  without?: readonly string[];
  /** Say in bundle.json when it was. */
  window?: boolean;
  /** Keep every failing trace and this share of the others, as a tail sampler does. */
  keep?: number;
  /** Whether processes say which commit they run. */
  revisions?: boolean;
  policy?: boolean;
  /** Every line at some random place of its file. */
  shuffled?: boolean;
}

export interface MadeBundle {
  folder: string;
  /** Null where no commit did it. */
  culprit: string | null;
  decoys: string[];
  /** Epoch milliseconds. */
  onset: number;
}

const START = Date.parse("2026-05-11T08:00:00.000Z");
const sha = (of: string) => createHash("sha1").update(of).digest("hex");
const nano = (ms: number) => `${Math.round(ms * 1000)}000`;
const attribute = (key: string, value: string | number) => ({
  key,
  value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value },
});

/** mulberry32 */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CODE: Record<
  Dialect,
  { file: string; language: string; before: string[]; after: string[]; query: string[] }
> = {
  node: {
    file: "orders/src/price.ts",
    language: "nodejs",
    before: [
      "export function total(order) {",
      "  const rate = order.customer?.rate ?? 1;",
      "  return order.sum * rate;",
      "}",
    ],
    after: [
      "export function total(order) {",
      "  const rate = order.customer.rate;",
      "  return order.sum * rate;",
      "}",
    ],
    query: [
      "export async function total(order) {",
      "  for (const line of order.lines) line.price = await db.query('SELECT price FROM prices WHERE sku = $1', [line.sku]);",
      "  return order.sum;",
      "}",
    ],
  },
  java: {
    file: "orders/src/main/java/com/acme/orders/PriceService.java",
    language: "java",
    before: [
      "  public long total(Order order) {",
      "    long rate = order.customer() == null ? 1 : order.customer().rate();",
      "    return order.sum() * rate;",
      "  }",
    ],
    after: [
      "  public long total(Order order) {",
      "    long rate = order.customer().rate();",
      "    return order.sum() * rate;",
      "  }",
    ],
    query: [
      "  public long total(Order order) {",
      '    for (Line line : order.lines()) line.price(jdbc.queryForObject("SELECT price FROM prices WHERE sku = ?", Long.class, line.sku()));',
      "    return order.sum();",
      "  }",
    ],
  },
  python: {
    file: "orders/orders/price.py",
    language: "python",
    before: [
      "def total(order):",
      "    rate = order.customer.rate if order.customer else 1",
      "    return order.sum * rate",
      "",
    ],
    after: ["def total(order):", "    rate = order.customer.rate", "    return order.sum * rate", ""],
    query: [
      "def total(order):",
      "    for line in order.lines: line.price = session.execute(text('SELECT price FROM prices WHERE sku = :sku'), {'sku': line.sku}).scalar()",
      "    return order.sum",
      "",
    ],
  },
  go: {
    file: "orders/internal/price/price.go",
    language: "go",
    before: [
      "func Total(o *Order) int64 {",
      "\trate := int64(1); if o.Customer != nil { rate = o.Customer.Rate }",
      "\treturn o.Sum * rate",
      "}",
    ],
    after: ["func Total(o *Order) int64 {", "\trate := o.Customer.Rate", "\treturn o.Sum * rate", "}"],
    query: [
      "func Total(o *Order) int64 {",
      '\tfor _, l := range o.Lines { db.QueryRow("SELECT price FROM prices WHERE sku = $1", l.Sku).Scan(&l.Price) }',
      "\treturn o.Sum",
      "}",
    ],
  },
  dotnet: {
    file: "orders/Pricing/PriceService.cs",
    language: "dotnet",
    before: [
      "  public long Total(Order order) {",
      "    var rate = order.Customer?.Rate ?? 1;",
      "    return order.Sum * rate;",
      "  }",
    ],
    after: [
      "  public long Total(Order order) {",
      "    var rate = order.Customer.Rate;",
      "    return order.Sum * rate;",
      "  }",
    ],
    query: [
      "  public long Total(Order order) {",
      '    foreach (var line in order.Lines) line.Price = db.QuerySingle<long>("SELECT price FROM prices WHERE sku = @sku", line);',
      "    return order.Sum;",
      "  }",
    ],
  },
  bare: {
    file: "orders/price.rb",
    language: "ruby",
    before: ["def total(order)", "  rate = order.customer&.rate || 1", "  order.sum * rate", "end"],
    after: ["def total(order)", "  rate = order.customer.rate", "  order.sum * rate", "end"],
    query: [
      "def total(order)",
      "  order.lines.each { |line| line.price = Price.find_by(sku: line.sku).price }",
      "  order.sum",
      "end",
    ],
  },
};

/** As each runtime tells a null reference, thrown at line 11 of that file. */
function thrown(dialect: Dialect): { type: string; message: string; stack: string } {
  const { file } = CODE[dialect];
  const name = file.split("/").at(-1) ?? "";
  switch (dialect) {
    case "java":
      return {
        type: "java.lang.NullPointerException",
        message: 'Cannot invoke "Customer.rate()" because the return value of "Order.customer()" is null',
        stack: `java.lang.NullPointerException: customer is null\n\tat com.acme.orders.PriceService.total(${name}:11)\n\tat com.acme.orders.OrderController.create(OrderController.java:42)\n\tat org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1089)`,
      };
    case "python":
      return {
        type: "AttributeError",
        message: "'NoneType' object has no attribute 'rate'",
        stack: `Traceback (most recent call last):\n  File "/usr/lib/python3.12/site-packages/flask/app.py", line 880, in full_dispatch_request\n    rv = self.dispatch_request()\n  File "/app/${file}", line 11, in total\n    rate = order.customer.rate\nAttributeError: 'NoneType' object has no attribute 'rate'`,
      };
    case "dotnet":
      return {
        type: "System.NullReferenceException",
        message: "Object reference not set to an instance of an object.",
        stack: `System.NullReferenceException: Object reference not set to an instance of an object.\n   at Acme.Orders.Pricing.PriceService.Total(Order order) in /src/${file}:line 11\n   at Acme.Orders.OrdersController.Create() in /src/orders/Controllers/OrdersController.cs:line 42`,
      };
    case "go":
      return {
        type: "runtime.Error",
        message: "runtime error: invalid memory address or nil pointer dereference",
        stack: `goroutine 42 [running]:\nacme/orders/internal/price.Total(0xc0001)\n\t/src/${file}:11 +0x1d\nmain.handle()\n\t/src/orders/main.go:42 +0x2b`,
      };
    default:
      return {
        type: "TypeError",
        message: "Cannot read properties of null (reading 'rate')",
        stack: `TypeError: Cannot read properties of null (reading 'rate')\n    at total (/app/${file}:11:24)\n    at handle (/app/orders/src/server.ts:42:9)`,
      };
  }
}

/**
 * Writes an incident into a folder: a gateway calls orders, which calls stock; orders breaks three minutes after
 * nothing, or right after the culprit is deployed between decoys. What is true of it is in the answer, and in no file.
 */
export function makeBundle(folder: string, plan: BundlePlan): MadeBundle {
  const random = seeded(plan.seed);
  const { before, after } = plan.minutes ?? { before: 15, after: 8 };
  const onset = START + before * 60_000;
  const end = onset + after * 60_000;
  const code = CODE[plan.dialect];
  const commits = history(plan, onset, random);
  const culprit = plan.fault === "outside" ? null : sha(`${plan.seed} culprit`);
  const decoys = commits.map((commit) => commit.sha).filter((one) => one !== culprit);
  // What is deployed last before the onset is what runs: the culprit, or, where nobody is guilty, nothing new.
  const [older, younger] = [decoys[0] as string, culprit ?? (decoys[0] as string)];

  const traces: string[] = [];
  const logs: string[] = [];
  let batch = new Map<string, object[]>();
  let count = 0;
  const flush = (ms: number) => {
    for (const [key, spans] of batch) {
      const [service = "", revision = ""] = key.split("|");
      traces.push(
        JSON.stringify({
          resourceSpans: [
            {
              resource: { attributes: resource(plan, service, revision, code.language) },
              scopeSpans: [{ scope: { name: `${plan.dialect}-instrumentation` }, spans }],
            },
          ],
        }),
      );
    }
    batch = new Map();
    return ms;
  };
  const rate = plan.rate ?? 8;
  let flushed = START;
  for (let at = START; at < end; at += (-Math.log(1 - random()) / rate) * 1000) {
    if (at - flushed > 5_000) flushed = flush(at);
    const traceId = createHash("md5").update(`${plan.seed} ${count++}`).digest("hex");
    const broken = at >= onset && random() < 0.35;
    const failing = broken && plan.fault !== "slow";
    if (plan.keep !== undefined && !failing && random() > plan.keep) continue;
    const slow = broken && plan.fault === "slow" ? 900 + random() * 500 : 0;
    const jitter = () => random() * 8;
    const stockMs = 6 + jitter() + (plan.fault === "outside" && broken ? 30 : 0);
    const ordersMs = 12 + jitter() + stockMs + slow;
    const gatewayMs = 8 + jitter() + ordersMs;
    const ids = [0, 1, 2, 3, 4].map((i) => sha(`${traceId} ${i}`).slice(0, 16));
    const put = (service: string, span: object) => {
      const revision = service === "orders" && at >= onset - 2_000 ? younger : older;
      const key = `${service}|${revision}`;
      batch.set(key, [...(batch.get(key) ?? []), span]);
    };
    const span = (
      service: string,
      id: number,
      parent: number | null,
      name: string,
      kind: number,
      from: number,
      ms: number,
      extra: { error?: string; attributes?: object[]; events?: object[] } = {},
    ) =>
      put(service, {
        traceId,
        spanId: ids[id],
        ...(parent === null ? {} : { parentSpanId: ids[parent] }),
        name,
        ...(plan.dialect === "bare" ? {} : { kind }),
        startTimeUnixNano: nano(from),
        endTimeUnixNano: nano(from + ms),
        attributes: extra.attributes ?? [],
        ...(extra.events ? { events: extra.events } : {}),
        ...(plan.dialect === "bare" || !extra.error ? {} : { status: { code: 2, message: extra.error } }),
      });
    const status = (code: number) =>
      plan.dialect === "bare"
        ? []
        : [attribute(plan.dialect === "java" ? "http.status_code" : "http.response.status_code", code)];
    const what = thrown(plan.dialect);
    const outside = plan.fault === "outside";
    const exception = outside
      ? { type: "ConnectionError", message: "connect ETIMEDOUT payments.example:443", stack: "" }
      : what;
    const events =
      failing && plan.dialect !== "python" && plan.dialect !== "bare"
        ? [
            {
              name: "exception",
              timeUnixNano: nano(at + ordersMs),
              attributes: [
                attribute("exception.type", exception.type),
                attribute("exception.message", exception.message),
                attribute("exception.stacktrace", exception.stack),
              ],
            },
          ]
        : [];
    span("gateway", 0, null, "POST /orders", 2, at, gatewayMs, {
      ...(failing ? { error: "upstream failed" } : {}),
      attributes: status(failing ? 502 : 200),
    });
    span("gateway", 1, 0, "POST", 3, at + 3, gatewayMs - 4, {
      ...(failing ? { error: "HTTP 500" } : {}),
      attributes: status(failing ? 500 : 200),
    });
    span("orders", 2, 1, "POST /orders", 2, at + 4, ordersMs, {
      ...(failing ? { error: exception.message } : {}),
      attributes: status(failing ? 500 : 200),
      events,
    });
    span("orders", 3, 2, "GET", 3, at + 5, stockMs + 2, { attributes: status(200) });
    span("stock", 4, 3, "GET /stock/{sku}", 2, at + 6, stockMs, { attributes: status(200) });
    const sql = [
      attribute(
        plan.dialect === "java" ? "db.statement" : "db.query.text",
        slow ? "SELECT price FROM prices WHERE sku = $1" : "SELECT * FROM orders WHERE id = $1",
      ),
    ];
    const queries = slow ? 20 : 1;
    for (let i = 0; i < queries; i++)
      put("orders", {
        traceId,
        spanId: sha(`${traceId} q${i}`).slice(0, 16),
        parentSpanId: ids[2],
        name: "SELECT",
        ...(plan.dialect === "bare" ? {} : { kind: 3 }),
        startTimeUnixNano: nano(at + 8 + stockMs + (i * slow) / queries),
        endTimeUnixNano: nano(at + 10 + stockMs + ((i + 0.95) * slow) / queries),
        attributes: [...sql, attribute("db.system", "postgresql")],
      });
    if (failing && (plan.dialect === "python" || plan.dialect === "bare"))
      logs.push(
        JSON.stringify({
          resourceLogs: [
            {
              resource: {
                attributes: resource(plan, "orders", at >= onset - 2_000 ? younger : older, code.language),
              },
              scopeLogs: [
                {
                  logRecords: [
                    {
                      timeUnixNano: nano(at + ordersMs),
                      severityNumber: 17,
                      severityText: "ERROR",
                      body: { stringValue: exception.message },
                      traceId,
                      spanId: ids[2],
                      attributes: [
                        attribute("exception.type", exception.type),
                        attribute("exception.message", exception.message),
                        attribute("exception.stacktrace", exception.stack),
                      ],
                    },
                  ],
                },
              ],
            },
          ],
        }),
      );
  }
  flush(end);
  if (plan.shuffled) traces.sort(() => random() - 0.5);

  const files: Record<string, string> = {
    "bundle.json": JSON.stringify({
      repository: "acme/shop",
      environment: "production",
      alert_source: "generic",
      ...(plan.window === false
        ? {}
        : { window: { from: new Date(onset).toISOString(), to: new Date(end).toISOString() } }),
    }),
    "alert.json": JSON.stringify({
      service: "gateway",
      summary: plan.fault === "slow" ? "p95 latency over 500 ms" : "error ratio over 5%",
      metric: plan.fault === "slow" ? "latency_p95" : "error_ratio",
      value: plan.fault === "slow" ? 1200 : 0.35,
      threshold: plan.fault === "slow" ? 500 : 0.05,
      fired_at: new Date(onset + 60_000).toISOString(),
    }),
    "traces.jsonl": `${traces.join("\n")}\n`,
    "logs.jsonl": `${logs.join("\n")}\n`,
    "commits.json": JSON.stringify(commits),
    "deployments.json": JSON.stringify([
      { created_at: new Date(START - 3_600_000).toISOString(), environment: "production", sha: older },
      ...(culprit
        ? [{ created_at: new Date(onset - 4_000).toISOString(), environment: "production", sha: culprit }]
        : []),
    ]),
    ...(plan.policy
      ? {
          "policy.yml":
            "version: 1\nservices:\n  orders: {paths: [orders/**]}\n  gateway: {paths: [gateway/**]}\n  stock: {paths: [stock/**]}\n",
        }
      : {}),
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files))
    if (!plan.without?.includes(name)) writeFileSync(join(folder, name), text);
  return { folder, culprit, decoys, onset };
}

function resource(plan: BundlePlan, service: string, revision: string, language: string): object[] {
  const base = [
    attribute("service.name", service),
    attribute("telemetry.sdk.language", language),
    attribute("service.instance.id", `${service}-${revision.slice(0, 6)}`),
  ];
  if (plan.dialect !== "bare")
    base.push(
      attribute(
        plan.dialect === "java" ? "deployment.environment" : "deployment.environment.name",
        "production",
      ),
    );
  if (plan.revisions) base.push(attribute("service.version", revision));
  return base;
}

function history(plan: BundlePlan, onset: number, random: () => number) {
  const code = CODE[plan.dialect];
  const make = (name: string, message: string, minutesBefore: number, filename: string, patch: string) => ({
    sha: sha(`${plan.seed} ${name}`),
    commit: {
      message,
      author: {
        name: `dev ${Math.floor(random() * 5)}`,
        date: new Date(onset - minutesBefore * 60_000).toISOString(),
      },
    },
    files: [{ filename, status: "modified", patch }],
  });
  const change = plan.fault === "slow" ? code.query : code.after;
  const patch = [
    "@@ -8,6 +8,6 @@",
    " ",
    " // What an order costs.",
    ` ${code.before[0]}`,
    `-${code.before[1]}`,
    ...(code.before[2] === change[2] ? [] : [`-${code.before[2]}`]),
    `+${change[1]}`,
    ...(code.before[2] === change[2] ? [` ${code.before[2]}`] : [`+${change[2]}`]),
    ` ${code.before[3]}`,
  ].join("\n");
  return [
    make("older", "chore: bump the version", 90, "VERSION", "@@ -1 +1 @@\n-1.4.2\n+1.4.3"),
    make(
      "stock",
      "feat(stock): show what is reserved",
      25,
      "stock/src/reserved.txt",
      "@@ -1,2 +1,3 @@\n reserved\n+held\n sold",
    ),
    make(
      "docs",
      "docs: how prices are made",
      12,
      "docs/prices.md",
      "@@ -1,2 +1,3 @@\n # Prices\n+They are made with care.\n Rates come from the customer.",
    ),
    ...(plan.fault === "outside"
      ? []
      : [make("culprit", "refactor: simplify how an order is priced", 6, code.file, patch)]),
    make(
      "gateway",
      "style(gateway): order of imports",
      3,
      "gateway/src/server.ts",
      "@@ -1,4 +1,4 @@\n-import b from 'b';\n import a from 'a';\n+import b from 'b';\n serve();\n end();",
    ),
  ];
}
