import type { Random } from "./seeded-random.ts";

/** One request that a customer's browser, or a program of a partner, makes of the storefront. */
export type Transaction = {
  name: "land" | "compare-motor" | "compare-home" | "renew" | "reopen-quote" | "buy" | "my-policies";
  method: "GET" | "POST";
  path: string;
  /** A form from a browser, JSON from a partner. */
  body: Record<string, string> | undefined;
  accept: "text/html" | "application/json";
};

/** A comparison that somebody made and may come back to. */
export type KnownQuote = { id: string; kind: "new" | "renewal"; carriers: string[] };

const CUSTOMERS = 3_000;
const AREAS = ["LS", "M", "B", "SW", "CF", "EH", "BS", "NE"];
const EXCESS = ["100", "250", "500"];
const PROPERTIES = ["flat", "terraced", "semi", "detached", "bungalow"];

/** How often each kind of transaction comes, in parts of the whole. */
const MIX: [Transaction["name"], number][] = [
  ["land", 3],
  ["compare-motor", 3],
  ["compare-home", 2],
  ["renew", 5],
  ["reopen-quote", 2],
  ["buy", 1],
  ["my-policies", 3],
];
const KINDS = MIX.flatMap(([name, parts]) => Array.from({ length: parts }, () => name));

/** The next transaction, drawn from `random`; quotes that were made before are found in `known`. */
export function chooseTransaction(random: Random, known: KnownQuote[]): Transaction {
  return createTransaction(pick(KINDS, random), random, known);
}

/**
 * A transaction of the given kind for a customer drawn from `random`. Where no quote is known yet, one is made instead
 * of being reopened or bought.
 */
export function createTransaction(
  name: Transaction["name"],
  random: Random,
  known: KnownQuote[],
): Transaction {
  const accept = random() < 0.5 ? "text/html" : "application/json";
  const get = (path: string): Transaction => ({ name, method: "GET", path, body: undefined, accept });
  const post = (path: string, body: Record<string, string>, as: Transaction["accept"]): Transaction => ({
    name,
    method: "POST",
    path,
    body,
    accept: as,
  });
  const customer = 1 + Math.floor(random() * CUSTOMERS);
  switch (name) {
    case "land":
      return { ...get("/"), accept: "text/html" };
    case "compare-motor":
      return post(
        "/quotes",
        {
          kind: "new",
          product: "motor",
          postcode: postcode(random),
          age: String(18 + Math.floor(random() * 65)),
          vehicleGroup: String(1 + Math.floor(random() * 50)),
          annualMileage: String(2_000 + Math.floor(random() * 18) * 1_000),
          excess: pick(EXCESS, random),
        },
        accept,
      );
    case "compare-home":
      return post(
        "/quotes",
        {
          kind: "new",
          product: "home",
          postcode: postcode(random),
          propertyType: pick(PROPERTIES, random),
          bedrooms: String(1 + Math.floor(random() * 5)),
          yearBuilt: String(1880 + Math.floor(random() * 140)),
          excess: pick(EXCESS, random),
        },
        accept,
      );
    case "renew":
      return post("/quotes", { kind: "renewal", previousPolicy: `POL-${20_000_000 + customer}` }, accept);
    case "reopen-quote": {
      if (known.length === 0) return createTransaction("compare-motor", random, known);
      return get(`/quotes/${pick(known, random).id}`);
    }
    case "buy": {
      if (known.length === 0) return createTransaction("compare-home", random, known);
      const quote = pick(known, random);
      const carrier = pick(quote.carriers, random);
      const person = { name: `Customer ${customer}`, email: `customer.${customer}@shopper.example` };
      return post(
        "/policies",
        { quoteId: quote.id, carrier, ...(quote.kind === "new" ? person : {}) },
        accept,
      );
    }
    case "my-policies":
      return get(`/policies?customer=C-${10_000 + customer}`);
  }
}

function postcode(random: Random): string {
  const letters = "ABDEFGHJLNPQRSTUWXYZ";
  const letter = () => letters[Math.floor(random() * letters.length)];
  const digit = (from: number, count: number) => from + Math.floor(random() * count);
  return `${pick(AREAS, random)}${digit(1, 20)} ${digit(0, 10)}${letter()}${letter()}`;
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)] as T;
}
