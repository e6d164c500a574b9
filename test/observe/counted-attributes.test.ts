import fc from "fast-check";
import { expect, it } from "vitest";
import type { Attributes, Span } from "../../src/contracts/telemetry.ts";
import { COUNTED_ATTRIBUTES, COUNTED_WITHOUT_ROUTE } from "../../src/observe/counted-attributes.ts";
import { isIgnored } from "../../src/observe/is-ignored.ts";
import { RequestKinds, requestKind } from "../../src/observe/request-kind.ts";

const KEYS = [...COUNTED_ATTRIBUTES, ...COUNTED_WITHOUT_ROUTE, "code.function", "db.system.name", "url.full"];
const TEXTS = [
  "",
  "GET",
  "_OTHER",
  "/quotes/{id}",
  "/healthz",
  "error",
  "503",
  "UNAVAILABLE",
  "Googlebot/2.1",
  "10",
];
const IGNORED = [{ status: 503 }, { exception: "UNAVAILABLE" }, { operation: "GET /quotes*" }];

const attributes: fc.Arbitrary<Attributes> = fc.dictionary(
  fc.constantFrom(...KEYS),
  fc.oneof(fc.constantFrom(...TEXTS), fc.constantFrom(0, 0.01, 2, 14, 200, 404, 500), fc.boolean()),
  { maxKeys: 9 },
);
const request = fc.record({
  name: fc.constantFrom(
    "",
    "GET",
    "HTTP GET",
    "/quotes/17",
    "GET /healthz",
    "shop.Quotes/Get",
    "QuotesController#show",
  ),
  kind: fc.constantFrom<Span["kind"]>("server", "consumer"),
  status: fc.constantFrom<Span["status"]>("unset", "ok", "error"),
  attributes,
});

function countedOf(all: Attributes): Attributes {
  const isRouted = typeof all["http.route"] === "string" && all["http.route"] !== "";
  return Object.fromEntries(
    Object.entries(all).filter(
      ([key]) => COUNTED_ATTRIBUTES.has(key) || (!isRouted && COUNTED_WITHOUT_ROUTE.has(key)),
    ),
  );
}

it("a request is counted the same by the attributes that are kept for it as by all", () => {
  const kinds = new RequestKinds();
  fc.assert(
    fc.property(request, (one) => {
      const kept = { ...one, attributes: countedOf(one.attributes) };
      const kind = requestKind(one);
      expect(requestKind(kept)).toEqual(kind);
      expect([kinds.of(kept), kinds.of(kept)]).toEqual([kind, kind]);
      for (const ignored of IGNORED) {
        expect(isIgnored(kept, kind.operation, [ignored])).toBe(isIgnored(one, kind.operation, [ignored]));
      }
    }),
    { numRuns: 3_000 },
  );
});

it("counting asks for no attribute that is not kept", () => {
  const asked = new Set<string>();
  const watched = (of: Attributes) =>
    new Proxy(of, {
      getOwnPropertyDescriptor: (target, key) => {
        asked.add(String(key));
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
      get: (target, key) => {
        asked.add(String(key));
        return Reflect.get(target, key);
      },
      has: (target, key) => {
        asked.add(String(key));
        return Reflect.has(target, key);
      },
    });
  fc.assert(
    fc.property(request, (one) => {
      const seen = { ...one, attributes: watched(one.attributes) };
      const { operation } = requestKind(seen);
      isIgnored(seen, operation, IGNORED);
    }),
    { numRuns: 2_000 },
  );
  expect([...asked].filter((key) => !COUNTED_ATTRIBUTES.has(key) && !COUNTED_WITHOUT_ROUTE.has(key))).toEqual(
    [],
  );
  expect(asked.size).toBeGreaterThan(30);
});

it("attributes that are shared by requests of other names or outcomes do not give them one kind", () => {
  const kinds = new RequestKinds();
  const shared = { "http.request.method": "GET" };
  const one = { name: "GET /a", kind: "server", status: "unset", attributes: shared } as const;
  expect(kinds.of(one)).toMatchObject({ operation: "GET /a", isFailed: false });
  expect(kinds.of({ ...one, name: "GET /b" }).operation).toBe("GET /b");
  expect(kinds.of({ ...one, status: "error" }).isFailed).toBe(true);
});
