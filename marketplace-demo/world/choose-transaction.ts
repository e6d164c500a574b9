import type { Random } from "./seeded-random.ts";

/** One request that a customer's browser, or a program of a partner, makes of the storefront. */
export type Transaction = {
  name: (typeof MIX)[number][0];
  method: "GET" | "POST";
  path: string;
  /** A form from a browser, JSON from a partner. */
  body: Record<string, string> | undefined;
  accept: "text/html" | "application/json";
};

/** What customers have seen of the marketplace and may come back to; the newest last. */
export type Known = {
  /** A comparison that somebody made. */
  quotes: { id: string; kind: "new" | "renewal"; carriers: string[] }[];
  /** A policy, and the days of its cover. */
  policies: { number: string; product: "motor" | "home"; coverStart: string; coverEnd: string }[];
  /** Numbers of claims. */
  claims: string[];
};

const CUSTOMERS = 3_000;
const DAY = 86_400_000;
const AREAS = ["LS", "M", "B", "SW", "CF", "EH", "BS", "NE"];
const EXCESS = ["100", "250", "500"];
const PROPERTIES = ["flat", "terraced", "semi", "detached", "bungalow"];
const LOSSES = {
  motor: ["windscreen", "windscreen", "collision", "vandalism", "theft"],
  home: ["water", "water", "storm", "theft", "fire"],
};

/** How often each kind of transaction comes, in parts of the whole. */
const MIX = [
  ["land", 3],
  ["compare-motor", 3],
  ["compare-home", 2],
  ["renew", 5],
  ["reopen-quote", 2],
  ["check-out", 1],
  ["buy", 2],
  ["my-policies", 3],
  ["file-claim", 1],
  ["see-claim", 1],
] as const;
const KINDS = MIX.flatMap(([name, parts]) => Array.from({ length: parts }, () => name));

/** The next transaction, drawn from `random`. */
export function chooseTransaction(random: Random, known: Known): Transaction {
  return createTransaction(pick(KINDS, random), random, known);
}

/**
 * A transaction of the given kind for a customer drawn from `random`. Where nothing is known yet that it could be about,
 * it is the one by which such a thing becomes known.
 */
export function createTransaction(name: Transaction["name"], random: Random, known: Known): Transaction {
  const accept = random() < 0.5 ? "text/html" : "application/json";
  const get = (path: string): Transaction => ({ name, method: "GET", path, body: undefined, accept });
  const post = (path: string, body: Record<string, string>): Transaction => ({
    name,
    method: "POST",
    path,
    body,
    accept,
  });
  const customer = 1 + Math.floor(random() * CUSTOMERS);
  switch (name) {
    case "land":
      return { ...get("/"), accept: "text/html" };
    case "compare-motor":
      return post("/quotes", {
        kind: "new",
        product: "motor",
        postcode: postcode(random),
        age: String(18 + Math.floor(random() * 65)),
        vehicleGroup: String(1 + Math.floor(random() * 50)),
        annualMileage: String(2_000 + Math.floor(random() * 18) * 1_000),
        excess: pick(EXCESS, random),
      });
    case "compare-home":
      return post("/quotes", {
        kind: "new",
        product: "home",
        postcode: postcode(random),
        propertyType: pick(PROPERTIES, random),
        bedrooms: String(1 + Math.floor(random() * 5)),
        yearBuilt: String(1880 + Math.floor(random() * 140)),
        excess: pick(EXCESS, random),
      });
    case "renew":
      return post("/quotes", { kind: "renewal", previousPolicy: `POL-${20_000_000 + customer}` });
    case "reopen-quote":
    case "check-out":
    case "buy": {
      const quote = pickOne(known.quotes, random);
      if (!quote) return createTransaction("compare-motor", random, known);
      if (name === "reopen-quote") return get(`/quotes/${quote.id}`);
      const carrier = pick(quote.carriers, random);
      if (name === "check-out")
        return { ...get(`/quotes/${quote.id}/checkout?carrier=${carrier}`), accept: "text/html" };
      return post("/policies", {
        quoteId: quote.id,
        carrier,
        orderKey: key(random),
        plan: random() < 0.6 ? "monthly" : "annual",
        card: `4000 0000 0000 ${1_000 + Math.floor(random() * 9_000)}`,
        ...(quote.kind === "new"
          ? { name: `Customer ${customer}`, email: `customer.${customer}@shopper.example` }
          : {}),
      });
    }
    case "my-policies":
      return get(`/policies?customer=C-${10_000 + customer}`);
    case "file-claim": {
      const lostOn = new Date(Date.now() - Math.floor(random() * 20) * DAY).toISOString().slice(0, 10);
      const inForce = known.policies.filter(
        (policy) => policy.coverStart <= lostOn && lostOn < policy.coverEnd,
      );
      const policy = pickOne(inForce, random);
      if (!policy) return { ...createTransaction("my-policies", random, known), accept: "application/json" };
      return post("/claims", {
        policy: policy.number,
        kind: pick(LOSSES[policy.product], random),
        description: "It was like that when I came back.",
        lostOn,
        amountPence: String(20_000 + Math.floor(random() * 1_100) * 100),
        claimKey: key(random),
      });
    }
    case "see-claim": {
      const claim = pickOne(known.claims, random);
      return claim ? get(`/claims/${claim}`) : get(`/policies?customer=C-${10_000 + customer}`);
    }
  }
}

function postcode(random: Random): string {
  const letters = "ABDEFGHJLNPQRSTUWXYZ";
  const letter = () => letters[Math.floor(random() * letters.length)];
  const digit = (from: number, count: number) => from + Math.floor(random() * count);
  return `${pick(AREAS, random)}${digit(1, 20)} ${digit(0, 10)}${letter()}${letter()}`;
}

/** What a form carries so that sending it again does nothing again. */
function key(random: Random): string {
  return Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0"),
  ).join("-");
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)] as T;
}

function pickOne<T>(items: readonly T[], random: Random): T | undefined {
  return items[Math.floor(random() * items.length)];
}
