import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span } from "../../../src/contracts/telemetry.ts";
import { localise } from "../../../src/observe/localise/localise.ts";
import { seeded } from "../shop-world.ts";
import { type Step, trace } from "./trace-builder.ts";

const many = (count: number, make: (random: () => number, i: number) => Step, seed = 1): Span[][] => {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, i) => trace(make(random, i), i * 1000));
};

/** shop calls prices, which asks its database; the times are jittered a little. */
const shop =
  (
    of: {
      own?: number;
      way?: number;
      prices?: number;
      database?: number;
      failed?: boolean;
      skew?: number;
    } = {},
  ) =>
  (random: () => number): Step => {
    const jitter = () => 2 * random();
    const database = 3 + jitter() + (of.database ?? 0);
    const prices = database + 5 + jitter() + (of.prices ?? 0);
    const call = prices + 1 + jitter() / 4 + (of.way ?? 0);
    const skew = of.skew ?? 0;
    return {
      service: "shop",
      name: "GET /basket",
      from: 0,
      to: call + 8 + jitter() + (of.own ?? 0),
      below: [
        {
          service: "shop",
          name: "GET",
          kind: "client",
          from: 4,
          to: 4 + call,
          below: [
            {
              service: "prices",
              name: "GET /price",
              from: 4.5 + skew,
              to: 4.5 + prices + skew,
              failed: of.failed ?? false,
              below: [
                {
                  service: "prices",
                  name: "SELECT",
                  kind: "client",
                  from: 6 + skew,
                  to: 6 + database + skew,
                  attributes: { "db.system": "postgresql", "server.address": "prices-db:5432" },
                },
              ],
            },
          ],
        },
      ],
    };
  };

describe("where a fault began", () => {
  const baseline = many(60, shop(), 2);
  const places = (incident: Span[][]) => localise({ incident, baseline }).map((place) => place.service);

  it("is the service that is slow by itself, not the one that waits for it", () => {
    expect(places(many(60, shop({ prices: 40 })))[0]).toBe("prices");
    expect(places(many(60, shop({ own: 40 })))[0]).toBe("shop");
  });

  it("is the callee where only the way to it is long, and says so", () => {
    const [first] = localise({ incident: many(60, shop({ way: 60 })), baseline });
    expect(first).toMatchObject({ service: "prices", operation: "GET /price" });
    expect(first?.because[0]).toContain("the way from shop to prices");
  });

  it("names a database that sends no spans by its address", () => {
    const found = localise({ incident: many(60, shop({ database: 50 })), baseline });
    expect(
      found
        .slice(0, 2)
        .map((place) => place.service)
        .sort(),
    ).toEqual(["prices", "prices-db"]);
    expect(found[0]?.operation).toBe("SELECT");
  });

  it("leaves some of a slow store with whoever alone has seen it", () => {
    const found = localise({ incident: many(60, shop({ database: 50 })), baseline });
    const scores = new Map(found.map((place) => [place.service, place.score]));
    expect(scores.get("prices-db")).toBeGreaterThan(scores.get("prices") ?? 0);
    expect(scores.get("prices")).toBeGreaterThan(0.2);
  });

  it("is the caller where a store answers later since it is asked more often", () => {
    const rows =
      (queries: number, each: number) =>
      (random: () => number): Step => {
        const lengths = Array.from({ length: queries }, () => each * (1 + random()));
        let at = 2;
        const below = lengths.map((length): Step => {
          const from = at;
          at += length;
          return {
            service: "prices",
            name: "SELECT",
            kind: "client",
            from,
            to: at,
            attributes: { "db.system": "postgresql" },
          };
        });
        return { service: "prices", name: "GET /price", from: 0, to: at + 3 + random(), below };
      };
    const [first] = localise({ incident: many(60, rows(20, 3)), baseline: many(60, rows(2, 1), 2) });
    expect(first).toMatchObject({ service: "prices", operation: "GET /price" });
  });

  it("is where failures begin, though nothing is known of before", () => {
    const [first] = localise({ incident: many(20, shop({ failed: true })), baseline: [] });
    expect(first?.service).toBe("prices");
    expect(first?.because[0]).not.toContain("before");
  });

  it("is not moved by a clock that is minutes off", () => {
    const skewed = many(60, shop({ skew: 300_000 }), 2);
    const [first] = localise({ incident: many(60, shop({ prices: 40, skew: 300_000 })), baseline: skewed });
    expect(first?.service).toBe("prices");
  });

  it("is where it fails and nothing below does", () => {
    expect(places([...many(30, shop({ failed: true })), ...many(60, shop(), 3)])[0]).toBe("prices");
  });

  it("finds one slow request in eight", () => {
    expect(places([...many(70, shop(), 4), ...many(10, shop({ prices: 300 }))])[0]).toBe("prices");
  });

  it("is nowhere in particular while nothing moved", () => {
    const found = localise({ incident: many(60, shop(), 5), baseline });
    expect(found.reduce((sum, place) => sum + place.score, 0)).toBeLessThan(0.3);
  });

  it("follows a metric where the traces say nothing", () => {
    const found = localise({
      incident: many(60, shop(), 5),
      baseline,
      hints: [{ service: "prices", score: 0.9, because: "memory moved" }],
    });
    expect(found[0]).toMatchObject({ service: "prices" });
    expect(found[0]?.because).toContain("memory moved");
  });

  it("lets a consumer take its time, that nobody waits for", () => {
    const order =
      (lag: number, work: number) =>
      (random: () => number): Step => ({
        service: "shop",
        name: "POST /order",
        from: 0,
        to: 10 + random(),
        below: [
          {
            service: "shop",
            name: "send orders",
            kind: "producer",
            from: 5,
            to: 6,
            below: [
              {
                service: "mailer",
                name: "receive orders",
                kind: "consumer",
                from: 6 + lag,
                to: 6 + lag + work,
              },
            ],
          },
        ],
      });
    const found = localise({ incident: many(60, order(500, 90)), baseline: many(60, order(20, 30), 2) });
    expect(found[0]?.service).toBe("mailer");
    expect(found.find((place) => place.service === "shop")?.score ?? 0).toBeLessThan(0.05);
  });

  it("says nothing without traces, and nothing of an incident without a baseline", () => {
    expect(localise({ incident: [], baseline: [] })).toEqual([]);
    expect(localise({ incident: many(5, shop()), baseline: [] })).toEqual([]);
  });
});

describe("whatever spans come", () => {
  const span = fc.record({
    spanId: fc.constantFrom("a", "b", "c", "d", "e"),
    parentSpanId: fc.option(fc.constantFrom("a", "b", "c", "d", "x"), { nil: undefined }),
    service: fc.constantFrom("one", "two", "__proto__"),
    kind: fc.constantFrom("unspecified", "server", "client", "producer", "consumer", "internal"),
    startMs: fc.integer({ min: -1000, max: 1000 }),
    length: fc.integer({ min: -50, max: 500 }),
    status: fc.constantFrom("unset", "error", "ok"),
    peer: fc.option(fc.constantFrom("one", "db", "__proto__"), { nil: undefined }),
  });
  const traces = fc.array(
    fc.array(span, { maxLength: 8 }).map((all): Span[] =>
      all.map(({ service, length, startMs, peer, parentSpanId, ...rest }) => ({
        ...rest,
        ...(parentSpanId === undefined ? {} : { parentSpanId }),
        traceId: "t",
        name: `GET ${service}`,
        kind: rest.kind as Span["kind"],
        status: rest.status as Span["status"],
        startMs,
        endMs: startMs + length,
        attributes: (peer === undefined ? {} : { "server.address": peer }) as Span["attributes"],
        events: [],
        resource: { service, attributes: {} },
      })),
    ),
    { maxLength: 20 },
  );

  it("scores lie between 0 and 1 and sum to at most 1, the largest first, the same each time", () => {
    fc.assert(
      fc.property(traces, traces, (incident, baseline) => {
        const found = localise({ incident, baseline });
        expect(found.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
        expect(found.reduce((sum, { score }) => sum + score, 0)).toBeLessThanOrEqual(1 + 1e-9);
        expect(found).toEqual([...found].sort((a, b) => b.score - a.score));
        expect(localise({ incident, baseline })).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });
});
