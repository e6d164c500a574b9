// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are sources of other programs
import type { Scenario } from "../scenario.ts";
import { shop as world } from "../worlds/shop.ts";

const productFile = "services/catalog/src/product.ts";
const pageEntry = "storefront|GET /products/:id";
const buyEntry = "storefront|POST /checkout";

export const shopScenarios: Scenario[] = [
  {
    id: "shop-null-attributes",
    group: "code throws",
    kind: "guard removed",
    world,
    service: "catalog",
    symptom: "errors",
    alertOn: pageEntry,
    changes: [
      {
        role: "culprit",
        message: "catalog: show colour next to the sizes",
        edits: [
          {
            file: productFile,
            from: "  const sizes = row.attributes?.sizes ?? [];\n",
            to: "  const { colour, sizes = [] } = row.attributes as { colour?: string; sizes?: string[] };\n",
          },
          {
            file: productFile,
            from: "    title: row.title.trim(),",
            to: "    title: colour ? `${row.title.trim()}, ${colour}` : row.title.trim(),",
          },
        ],
      },
      {
        role: "decoy",
        at: -25,
        message: "storefront: rework error handling of product pages",
        edits: [
          {
            file: "services/storefront/src/pages.ts",
            from: 'if (product.status === 404) return response.status(404).render("missing");',
            to: 'if (product.status === 404 || product.status === 410) return response.status(404).render("missing");',
          },
        ],
      },
    ],
    effects: [
      {
        at: "catalog|GET /products/:id",
        share: 0.3,
        fail: {
          type: "TypeError",
          message: "Cannot destructure property 'colour' of 'row.attributes' as it is null.",
          frames: [{ file: productFile, text: "const { colour, sizes = [] }", fn: "describeProduct" }],
        },
      },
    ],
  },
  {
    id: "shop-cart-contract",
    group: "contract",
    kind: "response field renamed",
    world,
    service: "cart",
    symptom: "errors",
    alertOn: buyEntry,
    changes: [
      {
        role: "culprit",
        message: "cart: name things as the design system does",
        edits: [
          {
            file: "services/cart/src/cart.ts",
            from: "  lines: CartLine[];\n  totalCents: number;",
            to: "  items: CartLine[];\n  totalCents: number;",
          },
          {
            file: "services/cart/src/cart.ts",
            from: "  return { id, lines, totalCents };",
            to: "  return { id, items: lines, totalCents };",
          },
          {
            file: "services/cart/src/cart.ts",
            from: "JSON.stringify(cart.lines)",
            to: "JSON.stringify(cart.items)",
          },
        ],
      },
      {
        role: "decoy",
        message: "checkout: refuse very large carts with a clearer text",
        at: -300,
        edits: [
          {
            file: "services/checkout/src/cart-client.ts",
            from: 'throw new Error("cart too large")',
            to: "throw new Error(`cart too large: ${count} pieces`)",
          },
        ],
      },
      {
        role: "decoy",
        message: "checkout: URGENT switch card parsing",
        edits: [
          {
            file: "services/checkout/src/payment.ts",
            from: "body: JSON.stringify({ card, cents }),",
            to: "body: JSON.stringify({ card: card.trim(), cents }),",
          },
        ],
      },
    ],
    effects: [
      {
        at: "checkout|POST /purchases",
        gate: "cart",
        early: false,
        fail: {
          type: "TypeError",
          message: "Cannot read properties of undefined (reading 'reduce')",
          frames: [
            { file: "services/checkout/src/cart-client.ts", text: "body.lines.reduce", fn: "fetchCart" },
            { file: "services/checkout/src/purchase.ts", text: "await fetchCart", fn: "placePurchase" },
          ],
        },
      },
      { at: "checkout|POST /purchases|charge", gate: "cart", set: { chance: 0 } },
      { at: "checkout|POST /purchases|insert", gate: "cart", set: { chance: 0 } },
    ],
  },
  {
    id: "shop-impatient-retries",
    group: "retry storm",
    kind: "retries without pause",
    world,
    service: "storefront",
    symptom: "latency",
    alertOn: pageEntry,
    changes: [
      {
        role: "culprit",
        message: "storefront: be resilient against slow product pages",
        edits: [
          {
            file: "services/storefront/src/pages.ts",
            from: "  const product = await fetch(`http://catalog:8080/products/${request.params.id}`);\n",
            to: `  let product: Response | undefined;
  for (let attempt = 0; attempt < 6 && !product?.ok; attempt++) {
    product = await fetch(\`http://catalog:8080/products/\${request.params.id}\`, {
      signal: AbortSignal.timeout(40),
    }).catch(() => undefined);
  }
  if (!product) throw new Error("catalog answered nothing");
`,
          },
        ],
      },
      {
        role: "decoy",
        at: -60,
        message: "catalog: smaller pages for the list",
        edits: [{ file: productFile, from: "const pageSize = 24;", to: "const pageSize = 18;" }],
      },
    ],
    effects: [
      {
        at: "storefront|GET /products/:id|catalog",
        set: {
          timeout: 40,
          retries: 5,
          onFail: {
            type: "Error",
            message: "catalog answered nothing",
            frames: [{ file: "services/storefront/src/pages.ts", text: "answered nothing", fn: "pages" }],
          },
        },
      },
      { at: "catalog|GET /products/:id", gate: "storefront", slow: 30, ramp: 60 },
    ],
  },
  {
    id: "shop-price-lifetime",
    group: "cache",
    kind: "lifetime cut",
    world,
    service: "catalog",
    symptom: "latency",
    alertOn: pageEntry,
    changes: [
      {
        role: "culprit",
        message: "catalog: prices follow the list within five minutes, as promised",
        edits: [
          {
            file: "services/catalog/src/price.ts",
            from: "const priceLifetimeMs = 300_000;",
            to: "const priceLifetimeMs = 300;",
          },
        ],
      },
      {
        role: "decoy",
        at: -90,
        message: "catalog: bigger pool for the sale (careful!)",
        edits: [{ file: "services/catalog/src/db.ts", from: "  max: 20,", to: "  max: 24," }],
      },
      {
        role: "decoy",
        message: "storefront: cache control for product pages",
        edits: [
          {
            file: "services/storefront/src/pages.ts",
            from: '  response.render("product"',
            to: '  response.set("Cache-Control", "private, max-age=0");\n  response.render("product"',
          },
        ],
      },
    ],
    effects: [
      { at: "catalog|GET /products/:id|price", set: { chance: 0.92 } },
      { at: "catalog|GET /products/:id|price", slow: 70, ramp: 90 },
    ],
  },
  {
    id: "shop-recommendation-leak",
    group: "leak",
    kind: "unbounded collection",
    world,
    service: "storefront",
    symptom: "memory",
    alertOn: "storefront",
    minutes: 24,
    needs: ["metrics"],
    changes: [
      {
        role: "culprit",
        message: "storefront: remember what was recommended to whom",
        edits: [
          {
            file: "services/storefront/src/recommendations.ts",
            from: "  return shown.get(id) ?? [];",
            to: "  const others = shown.get(id) ?? [];\n  served.push({ id, others: structuredClone(others), at: new Date() });\n  return others;",
          },
          {
            file: "services/storefront/src/recommendations.ts",
            from: "const shown = new Map<string, string[]>();",
            to: "const shown = new Map<string, string[]>();\nconst served: { id: string; others: string[]; at: Date }[] = [];",
          },
        ],
      },
      {
        role: "decoy",
        at: -20,
        message: "checkout: keep up to twice the idle connections",
        edits: [
          {
            file: "services/checkout/src/db.ts",
            from: "idleTimeoutMillis: 30000",
            to: "idleTimeoutMillis: 60000",
          },
        ],
      },
    ],
    effects: [{ at: "storefront|GET /products/:id", slow: 35, ramp: 1300 }],
    gauges: [
      {
        service: "storefront",
        name: "process.memory.usage",
        unit: "By",
        base: 230e6,
        noise: 4e6,
        to: 1500e6,
        ramp: 1500,
      },
      {
        service: "storefront",
        name: "v8js.memory.heap.used",
        unit: "By",
        base: 130e6,
        noise: 6e6,
        to: 1350e6,
        ramp: 1500,
      },
    ],
    rps: [5, 12],
  },
  {
    id: "shop-client-not-released",
    group: "pool exhaustion",
    kind: "resource held",
    world,
    service: "checkout",
    symptom: "errors",
    alertOn: buyEntry,
    changes: [
      {
        role: "culprit",
        message: "checkout: simplify transactions",
        edits: [
          {
            file: "services/checkout/src/db.ts",
            from: `  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }`,
            to: `  await client.query("BEGIN");
  const result = await work(client).catch(async (error) => {
    await client.query("ROLLBACK");
    throw error;
  });
  await client.query("COMMIT");
  return result;`,
          },
        ],
      },
      {
        role: "decoy",
        at: -15,
        message: "catalog: wait longer for a connection",
        edits: [
          {
            file: "services/catalog/src/db.ts",
            from: "connectionTimeoutMillis: 2000",
            to: "connectionTimeoutMillis: 2500",
          },
        ],
      },
    ],
    effects: [
      {
        at: "checkout|POST /purchases|insert",
        share: 0.97,
        delay: 25,
        ramp: 20,
        slow: 0.1,
        fail: {
          type: "Error",
          message: "timeout exceeded when trying to connect",
          frames: [
            { file: "services/checkout/src/db.ts", text: "await pool.connect()", fn: "withTransaction" },
            { file: "services/checkout/src/purchase.ts", text: "await withTransaction", fn: "placePurchase" },
          ],
        },
      },
      { at: "checkout|POST /purchases|insert", delay: 25, slow: 2000 },
    ],
    gauges: [
      {
        service: "checkout",
        name: "db.client.connection.count",
        unit: "{connection}",
        base: 3,
        noise: 1,
        to: 20,
        ramp: 25,
        attributes: { "db.client.connection.state": "used" },
      },
      {
        service: "checkout",
        name: "db.client.connection.pending_requests",
        unit: "{request}",
        base: 0,
        noise: 0.2,
        to: 31,
        ramp: 80,
      },
    ],
  },
  {
    id: "shop-money-locale",
    group: "shared library",
    kind: "library throws",
    world,
    service: "catalog",
    symptom: "errors",
    alertOn: pageEntry,
    changes: [
      {
        role: "culprit",
        message: "money: format in the customer's own way",
        edits: [
          {
            file: "packages/money/src/amount.ts",
            from: '  return new Intl.NumberFormat("de-DE", { style: "currency", currency }).format(cents / 100);',
            to: '  const locale = locales[currency];\n  if (!locale) throw new RangeError(`no locale for ${currency}`);\n  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(cents / 100);',
          },
          {
            file: "packages/money/src/amount.ts",
            from: "/** Money is whole cents everywhere. */",
            to: 'const locales: Record<string, string> = { USD: "en-US", GBP: "en-GB", CHF: "de-CH" };\n\n/** Money is whole cents everywhere. */',
          },
        ],
      },
      {
        role: "decoy",
        at: -40,
        message: "catalog: trim product titles in one place (dangerous refactoring)",
        edits: [
          {
            file: productFile,
            from: "    title: row.title.trim(),",
            to: "    title: row.title.normalize().trim(),",
          },
        ],
      },
    ],
    effects: [
      {
        at: "catalog|GET /products/:id",
        fail: {
          type: "RangeError",
          message: "no locale for EUR",
          frames: [
            { file: "packages/money/src/amount.ts", text: "no locale for", fn: "formatAmount" },
            { file: productFile, text: "price: formatAmount", fn: "describeProduct" },
          ],
        },
      },
    ],
  },
  {
    id: "shop-jwt-major",
    group: "dependency upgrade",
    kind: "major version",
    world,
    service: "checkout",
    symptom: "errors",
    alertOn: buyEntry,
    files: {
      "services/checkout/src/receipt.ts": `import { readFileSync } from "node:fs";
import jwt from "jsonwebtoken";

const key = readFileSync(process.env.RECEIPT_KEY_FILE ?? "/run/secrets/receipt.pem");

/** A signed receipt that the customer can show to support. */
export function signReceipt(reference: string, cents: number): string {
  return jwt.sign({ reference, cents }, key, { algorithm: "RS256", expiresIn: "90d" });
}
`,
    },
    changes: [
      {
        role: "culprit",
        message: "build(deps): bump jsonwebtoken from 8.5.1 to 9.0.2 in /services/checkout",
        edits: [
          {
            file: "services/checkout/package.json",
            from: '"jsonwebtoken": "8.5.1"',
            to: '"jsonwebtoken": "9.0.2"',
          },
        ],
      },
      {
        role: "decoy",
        at: -35,
        message: "checkout: receipts are valid for 120 days",
        edits: [
          { file: "services/checkout/src/receipt.ts", from: 'expiresIn: "90d"', to: 'expiresIn: "120d"' },
        ],
      },
      {
        role: "decoy",
        message: "checkout: never publish the package by accident",
        edits: [
          {
            file: "services/checkout/package.json",
            from: '  "type": "module",',
            to: '  "type": "module",\n  "private": true,',
          },
        ],
      },
    ],
    effects: [
      {
        at: "checkout|POST /purchases",
        fail: {
          type: "Error",
          message: "secretOrPrivateKey has a minimum key size of 2048 bits for RS256",
          frames: [
            { file: "services/checkout/src/receipt.ts", text: "return jwt.sign", fn: "signReceipt" },
            { file: "services/checkout/src/purchase.ts", text: "return { reference };", fn: "placePurchase" },
          ],
        },
      },
    ],
  },
  {
    id: "shop-payment-outage",
    group: "provider outage",
    kind: "outside provider",
    world,
    service: "checkout",
    symptom: "errors",
    alertOn: buyEntry,
    changes: [
      {
        role: "decoy",
        at: -30,
        message: "checkout: name the payment endpoint in the error",
        edits: [
          {
            file: "services/checkout/src/payment.ts",
            from: "throw new Error(`payment provider answered ${response.status}`);",
            to: "throw new Error(`payment provider ${endpoint} answered ${response.status}`);",
          },
        ],
      },
      {
        role: "decoy",
        message: "checkout: reference comes back from the insert",
        edits: [
          {
            file: "services/checkout/src/purchase.ts",
            from: "    return inserted.rows[0].reference;",
            to: "    const [row] = inserted.rows;\n    return row.reference;",
          },
        ],
      },
    ],
    effects: [
      {
        at: "checkout|POST /purchases|charge",
        gate: "time",
        share: 0.8,
        ramp: 30,
        fail: {
          type: "Error",
          message: "payment provider answered 503",
          status: 503,
          frames: [
            { file: "services/checkout/src/payment.ts", text: "answered ${response.status}", fn: "charge" },
          ],
        },
      },
      { at: "checkout|POST /purchases|charge", gate: "time", slow: 300, ramp: 60 },
    ],
    events: [
      { at: 240, kind: "status", text: "payfold: investigating elevated error rates of the charges API" },
    ],
  },
  {
    id: "shop-payment-answers-otherwise",
    group: "provider outage",
    kind: "provider changed its answer",
    world,
    service: "checkout",
    symptom: "errors",
    alertOn: buyEntry,
    changes: [
      {
        role: "decoy",
        at: -40,
        message: "checkout: four and a half seconds for a charge",
        edits: [
          {
            file: "services/checkout/src/payment.ts",
            from: "const timeoutMs = 4000;",
            to: "const timeoutMs = 4500;",
          },
        ],
      },
      {
        role: "decoy",
        message: "checkout: large carts are refused at 400 pieces",
        edits: [
          { file: "services/checkout/src/cart-client.ts", from: "if (count > 500)", to: "if (count > 400)" },
        ],
      },
    ],
    effects: [
      {
        at: "checkout|POST /purchases|charge",
        gate: "time",
        share: 0.95,
        fail: {
          type: "SyntaxError",
          message: "Unexpected token '<', \"<!doctype \"... is not valid JSON",
          status: 200,
          frames: [
            { file: "services/checkout/src/payment.ts", text: "await response.json()", fn: "charge" },
            { file: "services/checkout/src/purchase.ts", text: "await charge(", fn: "placePurchase" },
          ],
        },
      },
    ],
    logs: [
      {
        service: "checkout",
        severity: "WARN",
        body: "api.payfold.example answered 200 text/html; title: Scheduled maintenance ({n} bytes)",
        every: 20,
        gate: "time",
      },
    ],
    needs: ["logs"],
  },
  {
    id: "shop-sale-surge",
    group: "traffic surge",
    kind: "traffic",
    world,
    service: "storefront",
    symptom: "latency",
    alertOn: pageEntry,
    surge: { factor: 5, entry: pageEntry },
    needs: ["metrics"],
    changes: [
      {
        role: "decoy",
        at: -50,
        message: "catalog: describe sizes in a stable sequence",
        edits: [
          {
            file: productFile,
            from: "  const sizes = row.attributes?.sizes ?? [];",
            to: "  const sizes = [...(row.attributes?.sizes ?? [])].sort();",
          },
        ],
      },
      {
        role: "decoy",
        message: "catalog: pool settings from the load test",
        edits: [
          {
            file: "services/catalog/src/db.ts",
            from: "idleTimeoutMillis: 30000",
            to: "idleTimeoutMillis: 20000",
          },
        ],
      },
    ],
    effects: [
      { at: "catalog|GET /products/:id", gate: "time", slow: 260, ramp: 80, delay: 10 },
      { at: "storefront|GET /products/:id", gate: "time", slow: 90, ramp: 80, delay: 10 },
    ],
    gauges: [
      {
        service: "storefront",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.22,
        noise: 0.03,
        to: 0.93,
        ramp: 60,
        gate: "time",
      },
      {
        service: "catalog",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.2,
        noise: 0.03,
        to: 0.97,
        ramp: 60,
        gate: "time",
      },
    ],
    events: [{ at: -60, kind: "marketing", text: "newsletter 'summer sale' sent to 410000 addresses" }],
    rps: [2, 6],
  },
];
