import type { Scene } from "./scene.ts";

/** A small service to break, in the shape that services have: a route, pricing, a store, prose and tests. */
export const SHOP = {
  "services/quotes/routes/create-quote.ts": `import { price } from "../price.ts";
import { loadHistory } from "../store/load-history.ts";

export async function createQuote(pool, request) {
  const history = await loadHistory(pool, request.customer);
  const premium = price(request.risk, history);
  return { premium };
}
`,
  "services/quotes/price.ts": `import { discountFor } from "../../packages/rating/discount.ts";

const base = 41200;

/** The yearly premium in pence. */
export function price(risk, history) {
  const years = history.claims.length === 0 ? history.years : 0;
  const loading = risk.age < 25 ? 1.6 : 1;
  const pence = base * loading;
  return Math.round(pence * (1 - discountFor(years)));
}

export function describe(premium) {
  const pounds = premium / 100;
  return \`\${pounds.toFixed(2)} a year\`;
}
`,
  "services/quotes/store/load-history.ts": `export async function loadHistory(pool, customer) {
  const { rows: policies } = await pool.query("select number, cover_start from policies where customer_id = $1", [customer]);
  const numbers = policies.map((policy) => policy.number);
  const { rows: claims } = await pool.query("select lodged_on, status from claims where policy_number = any($1)", [numbers]);
  if (policies.length === 0) return { claims: [], years: 0 };
  return { claims, years: policies.length };
}
`,
  "packages/rating/discount.ts": `const scale = [0, 0.1, 0.18, 0.25];

/** The share taken off after so many years. */
export function discountFor(years) {
  if (years < 0) return 0;
  return scale[Math.min(years, scale.length - 1)] ?? 0;
}
`,
  "services/storefront/page.ts": `export function page(title, body) {
  return \`<h1>\${title}</h1>\${body}\`;
}
`,
  "services/policies/buy.ts": `export function buy(quote) {
  return { number: quote.id };
}
`,
  "config/quotes.yml": "offer_valid_days: 14\npool_max: 10\n",
  "docs/rating.md": "# Rating\n\nHow premiums come about.\n",
  "README.md": "# Shop\n",
  "test/price.test.ts": "test('price', () => {});\n",
} as const;

export type ShopPath = keyof typeof SHOP;

/** Pushes the whole shop long before the scene begins. */
export function openShop(scene: Scene, seconds = -7200): string {
  return scene.push(seconds, { ...SHOP }, { message: "The shop" });
}

/** One file of the shop with a text replaced; throws where the text does not stand there exactly once. */
export function edited(
  path: ShopPath,
  ...replacements: [from: string, to: string][]
): Record<string, string> {
  let text: string = SHOP[path];
  for (const [from, to] of replacements) {
    if (text.split(from).length !== 2) throw new Error(`"${from}" does not stand exactly once in ${path}`);
    text = text.replace(from, () => to);
  }
  return { [path]: text };
}

/** The lines of `path` (counted from 1) on which `text` stands, in this version of the file. */
export function lineOf(content: string, text: string): number {
  const line = content.split("\n").findIndex((one) => one.includes(text)) + 1;
  if (line === 0) throw new Error(`"${text}" stands nowhere`);
  return line;
}
