import type { World } from "../scenario.ts";

const product = `import { formatAmount } from "../../../packages/money/src/amount.ts";
import type { Db } from "./db.ts";

export interface ProductRow {
  id: string;
  title: string;
  cents: number;
  attributes: { colour?: string; sizes?: string[] } | null;
}

const pageSize = 24;

export async function listProducts(db: Db, page: number): Promise<ProductRow[]> {
  return db.query("SELECT id, title, cents, attributes FROM products ORDER BY title LIMIT $1 OFFSET $2", [
    pageSize,
    page * pageSize,
  ]);
}

export async function loadProduct(db: Db, id: string): Promise<ProductRow | undefined> {
  const rows = await db.query("SELECT id, title, cents, attributes FROM products WHERE id = $1", [id]);
  return rows[0];
}

export function describeProduct(row: ProductRow): { title: string; price: string; sizes: string[] } {
  const sizes = row.attributes?.sizes ?? [];
  return {
    title: row.title.trim(),
    price: formatAmount(row.cents, "EUR"),
    sizes,
  };
}
`;

const db = `import { Pool, type PoolClient } from "pg";

export interface Db {
  query(text: string, values?: unknown[]): Promise<any[]>;
}

export const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  max: 20,
  connectionTimeoutMillis: 2000,
  idleTimeoutMillis: 30000,
});

export async function withTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}
`;

const cart = `import { addAmounts, splitAmount } from "../../../packages/money/src/amount.ts";
import { redis } from "./redis.ts";

export interface CartLine {
  productId: string;
  quantity: number;
  cents: number;
}

export interface Cart {
  id: string;
  lines: CartLine[];
  totalCents: number;
}

const cartLifetimeSeconds = 86400;

export async function readCart(id: string): Promise<Cart> {
  const stored = await redis.get(\`cart:\${id}\`);
  const lines: CartLine[] = stored ? JSON.parse(stored) : [];
  const totalCents = addAmounts(lines.map((line) => line.cents * line.quantity));
  return { id, lines, totalCents };
}

export async function writeCart(cart: Cart): Promise<void> {
  await redis.set(\`cart:\${cart.id}\`, JSON.stringify(cart.lines), "EX", cartLifetimeSeconds);
}

export function shareOf(cart: Cart, people: number): number[] {
  return splitAmount(cart.totalCents, people);
}
`;

const amount = `/** Money is whole cents everywhere. */
export function addAmounts(amounts: number[]): number {
  return amounts.reduce((sum, cents) => sum + cents, 0);
}

export function splitAmount(cents: number, parts: number): number[] {
  const share = Math.floor(cents / parts);
  const rest = cents - share * parts;
  return Array.from({ length: parts }, (_, index) => share + (index < rest ? 1 : 0));
}

export function formatAmount(cents: number, currency: string): string {
  if (!Number.isInteger(cents)) throw new RangeError(\`\${cents} is not whole cents\`);
  return new Intl.NumberFormat("de-DE", { style: "currency", currency }).format(cents / 100);
}
`;

const checkout = `import { charge } from "./payment.ts";
import { fetchCart } from "./cart-client.ts";
import { withTransaction } from "./db.ts";

export interface Purchase {
  cartId: string;
  customer: string;
  card: string;
}

export async function placePurchase(purchase: Purchase): Promise<{ reference: string }> {
  const cart = await fetchCart(purchase.cartId);
  if (cart.lines.length === 0) throw new Error("cart is empty");
  const payment = await charge(purchase.card, cart.totalCents);
  const reference = await withTransaction(async (client) => {
    const inserted = await client.query(
      "INSERT INTO purchases (customer, cents, payment_id) VALUES ($1, $2, $3) RETURNING reference",
      [purchase.customer, cart.totalCents, payment.id],
    );
    return inserted.rows[0].reference;
  });
  return { reference };
}
`;

const payment = `const endpoint = process.env.PAYMENT_URL ?? "https://api.payfold.example";
const attempts = 2;
const timeoutMs = 4000;

export async function charge(card: string, cents: number): Promise<{ id: string }> {
  let last: unknown;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      const response = await fetch(\`\${endpoint}/v2/charges\`, {
        method: "POST",
        body: JSON.stringify({ card, cents }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) throw new Error(\`payment provider answered \${response.status}\`);
      return (await response.json()) as { id: string };
    } catch (error) {
      last = error;
    }
  }
  throw last;
}
`;

const cartClient = `export interface CartReply {
  lines: { productId: string; quantity: number; cents: number }[];
  totalCents: number;
}

const base = process.env.CART_URL ?? "http://cart:8080";

export async function fetchCart(id: string): Promise<CartReply> {
  const response = await fetch(\`\${base}/carts/\${id}\`, { signal: AbortSignal.timeout(1500) });
  if (!response.ok) throw new Error(\`cart answered \${response.status}\`);
  const body = (await response.json()) as CartReply;
  const count = body.lines.reduce((sum, line) => sum + line.quantity, 0);
  if (count > 500) throw new Error("cart too large");
  return body;
}
`;

const pages = `import express from "express";
import { recommendations } from "./recommendations.ts";

export const pages = express.Router();

pages.get("/products/:id", async (request, response) => {
  const product = await fetch(\`http://catalog:8080/products/\${request.params.id}\`);
  if (product.status === 404) return response.status(404).render("missing");
  if (!product.ok) throw new Error(\`catalog answered \${product.status}\`);
  const body = await product.json();
  response.render("product", { product: body, more: recommendations(body.id) });
});
`;

const recommendations = `const shown = new Map<string, string[]>();

/** Products that go with another one; filled once an hour. */
export function recommendations(id: string): string[] {
  return shown.get(id) ?? [];
}

export function replaceRecommendations(next: Map<string, string[]>): void {
  shown.clear();
  for (const [id, others] of next) shown.set(id, others.slice(0, 6));
}
`;

const price = `import Redis from "ioredis";
import type { Db } from "./db.ts";

const redis = new Redis(process.env.REDIS_URL!);
const priceLifetimeMs = 300_000;

/** Today's price of a product, kept for five minutes. */
export async function currentPrice(db: Db, id: string): Promise<number> {
  const kept = await redis.get(\`price:\${id}\`);
  if (kept !== null) return Number(kept);
  const rows = await db.query("SELECT cents FROM price_list WHERE product_id = $1 AND valid_from <= now()", [id]);
  await redis.set(\`price:\${id}\`, rows[0].cents, "PX", priceLifetimeMs);
  return rows[0].cents;
}
`;

export const shop: World = {
  id: "shop",
  repository: "acme/shop",
  services: [
    {
      name: "storefront",
      language: "typescript",
      paths: ["services/storefront/"],
      replicas: 3,
      ops: [
        {
          name: "GET /products/:id",
          ms: 9,
          steps: [
            {
              do: "call",
              id: "catalog",
              to: "catalog",
              op: "GET /products/:id",
              src: { file: "services/storefront/src/pages.ts", text: "catalog answered", fn: "pages" },
            },
          ],
          log: "page product {n} for {country}",
        },
        {
          name: "POST /checkout",
          ms: 6,
          steps: [{ do: "call", id: "checkout", to: "checkout", op: "POST /purchases" }],
          log: "checkout done for {country}",
        },
      ],
    },
    {
      name: "catalog",
      language: "typescript",
      paths: ["services/catalog/", "packages/money/"],
      replicas: 2,
      ops: [
        {
          name: "GET /products/:id",
          ms: 3,
          steps: [
            {
              do: "db",
              id: "load",
              system: "postgresql",
              query: "SELECT id, title, cents, attributes FROM products WHERE id = $1",
              table: "products",
              ms: 2.5,
              src: {
                file: "services/catalog/src/product.ts",
                text: "FROM products WHERE id",
                fn: "loadProduct",
              },
            },
            { do: "cache", id: "kept", command: "GET price:?" },
            {
              do: "db",
              id: "price",
              chance: 0.06,
              system: "postgresql",
              query: "SELECT cents FROM price_list WHERE product_id = $1 AND valid_from <= now()",
              table: "price_list",
              ms: 38,
              src: { file: "services/catalog/src/price.ts", text: "FROM price_list", fn: "currentPrice" },
            },
          ],
          log: "product {n} described",
        },
      ],
    },
    {
      name: "cart",
      language: "typescript",
      paths: ["services/cart/", "packages/money/"],
      replicas: 2,
      ops: [
        {
          name: "GET /carts/:id",
          ms: 2,
          steps: [{ do: "cache", id: "read", command: "GET cart:?" }],
          log: "cart read with {n} cents",
        },
      ],
    },
    {
      name: "checkout",
      language: "typescript",
      paths: ["services/checkout/"],
      replicas: 2,
      ops: [
        {
          name: "POST /purchases",
          ms: 5,
          steps: [
            {
              do: "call",
              id: "cart",
              to: "cart",
              op: "GET /carts/:id",
              timeout: 1500,
              src: {
                file: "services/checkout/src/cart-client.ts",
                text: "const response = await fetch",
                fn: "fetchCart",
              },
            },
            {
              do: "ext",
              id: "charge",
              host: "api.payfold.example",
              method: "POST",
              path: "/v2/charges",
              ms: 140,
              timeout: 4000,
              src: {
                file: "services/checkout/src/payment.ts",
                text: "const response = await fetch",
                fn: "charge",
              },
            },
            {
              do: "db",
              id: "insert",
              system: "postgresql",
              query:
                "INSERT INTO purchases (customer, cents, payment_id) VALUES ($1, $2, $3) RETURNING reference",
              table: "purchases",
              ms: 4,
              src: {
                file: "services/checkout/src/purchase.ts",
                text: "INSERT INTO purchases",
                fn: "placePurchase",
              },
            },
          ],
          log: "purchase placed, {n} cents",
        },
      ],
    },
  ],
  files: {
    "services/catalog/src/product.ts": product,
    "services/catalog/src/price.ts": price,
    "services/catalog/src/db.ts": db,
    "services/checkout/src/db.ts": db,
    "services/cart/src/cart.ts": cart,
    "packages/money/src/amount.ts": amount,
    "services/checkout/src/purchase.ts": checkout,
    "services/checkout/src/payment.ts": payment,
    "services/checkout/src/cart-client.ts": cartClient,
    "services/storefront/src/pages.ts": pages,
    "services/storefront/src/recommendations.ts": recommendations,
    "services/checkout/package.json": `{
  "name": "@acme/checkout",
  "type": "module",
  "dependencies": {
    "express": "5.1.0",
    "jsonwebtoken": "8.5.1",
    "pg": "8.16.0"
  },
  "devDependencies": {
    "typescript": "5.9.2"
  }
}
`,
  },
  entries: { "storefront|GET /products/:id": 7, "storefront|POST /checkout": 3 },
  attributes: { country: ["DE", "AT", "FR", "NL", "PL"] },
  noise: [
    {
      at: "checkout|POST /purchases",
      share: 0.012,
      fail: {
        type: "Error",
        message: "cart is empty",
        status: 400,
        frames: [{ file: "services/checkout/src/purchase.ts", text: "cart is empty", fn: "placePurchase" }],
      },
    },
    {
      at: "storefront|GET /products/:id",
      share: 0.004,
      fail: { type: "Error", message: "Request aborted", status: 499 },
    },
    {
      at: "catalog|GET /products/:id",
      share: 0.002,
      fail: { type: "Error", message: "Connection terminated unexpectedly" },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "refactor!: rewrite of the whole recommendation store (risky, please watch)",
      edits: [
        {
          file: "services/storefront/src/recommendations.ts",
          from: "  shown.clear();\n  for (const [id, others] of next) shown.set(id, others.slice(0, 6));",
          to: "  shown.clear();\n  for (const [id, others] of next.entries()) {\n    shown.set(id, others.slice(0, 6));\n  }",
        },
      ],
    },
    {
      role: "innocent",
      message: "checkout: drop unused devDependency pin",
      edits: [
        {
          file: "services/checkout/package.json",
          from: '    "typescript": "5.9.2"',
          to: '    "typescript": "5.9.3"',
        },
      ],
    },
    {
      role: "innocent",
      message: "cart: say how long a cart lives",
      edits: [
        {
          file: "services/cart/src/cart.ts",
          from: "const cartLifetimeSeconds = 86400;",
          to: "/** One day. */\nconst cartLifetimeSeconds = 24 * 60 * 60;",
        },
      ],
    },
    {
      role: "innocent",
      message: "hotfix: payment retries counted from one in the docs too",
      edits: [
        {
          file: "services/checkout/src/payment.ts",
          from: "const endpoint = process",
          to: "// Two attempts in all: the first and one more.\nconst endpoint = process",
        },
      ],
    },
    {
      role: "innocent",
      message: "catalog: page size has a name people search for",
      edits: [
        {
          file: "services/catalog/src/product.ts",
          from: "const pageSize = 24;",
          to: "/** Fills the grid of three, four and six columns. */\nconst pageSize = 24;",
        },
      ],
    },
  ],
  rename: {
    acme: ["northbay", "kestrel", "oakline"],
    cart: ["basket", "trolley"],
    catalog: ["inventory", "assortment"],
    purchase: ["acquisition"],
    payfold: ["cardwell", "swiftpay"],
  },
};
