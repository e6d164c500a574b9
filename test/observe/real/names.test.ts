import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Attributes, Resource, SpanKind, SpanStatus } from "../../../src/contracts/telemetry.ts";
import { isFailure } from "../../../src/observe/is-failure.ts";
import { isIgnored } from "../../../src/observe/is-ignored.ts";
import { isProbe } from "../../../src/observe/is-probe.ts";
import { isSameEnvironment } from "../../../src/observe/is-same-environment.ts";
import { operationOf } from "../../../src/observe/operation-of.ts";
import { revisionOf } from "../../../src/observe/revision-of.ts";

describe("operationOf", () => {
  test.each<[stack: string, name: string, attributes: Attributes, operation: string]>([
    [
      "Java agent",
      "GET /quotes/{id}",
      { "http.route": "/quotes/{id}", "http.request.method": "GET" },
      "GET /quotes/{id}",
    ],
    [
      "Java agent, old",
      "/quotes/{id}",
      { "http.route": "/quotes/{id}", "http.method": "GET" },
      "GET /quotes/{id}",
    ],
    ["Node", "GET", { "http.route": "/quotes/:id", "http.method": "GET" }, "GET /quotes/:id"],
    ["Python, old", "HTTP GET", { "http.method": "GET" }, "GET"],
    [
      "Django",
      "GET quotes/<int:id>/",
      { "http.route": "quotes/<int:id>/", "http.method": "GET" },
      "GET quotes/<int:id>/",
    ],
    [
      "Rails",
      "QuotesController#show",
      { "http.route": "/quotes/:id", "http.method": "GET" },
      "GET /quotes/:id",
    ],
    ["Go, a name of the team's", "checkout", { "http.request.method": "POST" }, "checkout"],
    ["gin, old", "/quotes/:id", { "http.method": "GET" }, "GET /quotes/:id"],
    ["PHP, a path", "GET /quotes/4711?page=2", {}, "GET /quotes/{id}"],
    ["Envoy", "GET https://shop.example/quotes/4711", {}, "GET /quotes/{id}"],
    ["a slash in front", "/shop.Quotes/Price", { "rpc.system": "grpc" }, "shop.Quotes/Price"],
    [
      "gRPC",
      "shop.v1.Quotes/Price",
      { "rpc.service": "shop.v1.Quotes", "rpc.method": "Price" },
      "shop.v1.Quotes/Price",
    ],
    [
      "gRPC of .NET",
      "POST /shop.Quotes/Price",
      { "http.route": "/shop.Quotes/Price", "http.request.method": "POST" },
      "shop.Quotes/Price",
    ],
    ["a metric of gRPC", "", { "rpc.service": "shop.Quotes", "rpc.method": "Price" }, "shop.Quotes/Price"],
    ["a metric of gRPC, new", "", { "rpc.method": "shop.Quotes/Price" }, "shop.Quotes/Price"],
    [
      "a metric of HTTP",
      "",
      { "http.route": "/quotes/{id}", "http.request.method": "GET" },
      "GET /quotes/{id}",
    ],
    ["a metric without route", "", { "http.request.method": "GET" }, "GET"],
    [
      "Kafka, old",
      "orders process",
      { "messaging.destination.name": "orders", "messaging.operation": "process" },
      "process orders",
    ],
    [
      "Kafka",
      "process orders",
      { "messaging.destination.name": "orders", "messaging.operation.name": "process" },
      "process orders",
    ],
    [
      "GraphQL",
      "POST /graphql",
      {
        "http.route": "/graphql",
        "http.request.method": "POST",
        "graphql.operation.name": "Quote",
        "graphql.operation.type": "query",
      },
      "query Quote",
    ],
    ["a uuid", "GET /q/6f1c2d34-0a0b-4c4d-8e8f-aabbccddeeff/x", {}, "GET /q/{id}/x"],
    ["an id with a prefix", "GET /orders/ord_8f3k2d9a1x", {}, "GET /orders/{id}"],
    ["an address", "GET /users/ada@example.org", {}, "GET /users/{id}"],
    ["words stay", "GET /v2/oauth2/well-known", {}, "GET /v2/oauth2/well-known"],
    ["a number in a name", "job 20261122 of 6f1c2d340a0b4c4d", {}, "job {id} of {id}"],
    ["SQL", "SELECT * FROM t WHERE id = 42 AND n = 'o''neil'", {}, "SELECT * FROM t WHERE id = ? AND n = ?"],
    ["nothing", "", {}, "unnamed"],
  ])("%s", (_stack, name, attributes, operation) => {
    expect(operationOf({ name, attributes })).toBe(operation);
  });

  it("folds what it folded to itself, and takes any name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 700 }), (name) => {
        const once = operationOf({ name, attributes: {} });
        expect(once.length).toBeLessThanOrEqual(300);
        expect(once).not.toBe("");
      }),
    );
  });

  it("takes a hostile name in no time", () => {
    for (const name of ["9".repeat(600), "/9a".repeat(200), `/${"1:".repeat(300)}`, `'${"''".repeat(299)}`]) {
      expect(operationOf({ name: `SELECT ${name}{`, attributes: {} }).length).toBeGreaterThan(0);
      expect(operationOf({ name: `GET ${name}{`, attributes: {} }).length).toBeGreaterThan(0);
    }
  });
});

describe("isFailure", () => {
  test.each<[what: string, kind: SpanKind, status: SpanStatus, attributes: Attributes, failed: boolean]>([
    ["a 500 with status unset", "server", "unset", { "http.response.status_code": 500 }, true],
    ["a 503 as text", "internal", "unset", { "http.status_code": "503" }, true],
    ["a 404 that an old SDK calls an error", "server", "error", { "http.status_code": 404 }, false],
    ["a 404 without kind", "unspecified", "error", { "http.status_code": 404 }, false],
    ["a 404 that a client got", "client", "error", { "http.status_code": 404 }, true],
    ["nginx' 499", "server", "error", { "http.status_code": 499 }, false],
    ["GraphQL: 200 with status error", "server", "error", { "http.status_code": 200 }, true],
    ["gRPC NOT_FOUND", "server", "unset", { "rpc.grpc.status_code": 5 }, false],
    ["gRPC CANCELLED called an error", "server", "error", { "rpc.grpc.status_code": 1 }, false],
    ["gRPC UNAVAILABLE", "server", "unset", { "rpc.grpc.status_code": "14" }, true],
    [
      "gRPC INVALID_ARGUMENT by name",
      "server",
      "error",
      { "rpc.response.status_code": "INVALID_ARGUMENT" },
      false,
    ],
    ["gRPC INTERNAL by name", "server", "unset", { "rpc.response.status_code": "INTERNAL" }, true],
    ["Jaeger's tag", "unspecified", "unset", { error: true }, true],
    ["Zipkin's tag", "unspecified", "unset", { error: "true" }, true],
    ["otel.status_code", "server", "unset", { "otel.status_code": "ERROR" }, true],
    ["otel.status_code OK", "server", "unset", { "otel.status_code": "OK", "error.type": "x" }, false],
    ["an error's type alone", "consumer", "unset", { "error.type": "TimeoutError" }, true],
    [
      "an error's type beside a 302",
      "server",
      "unset",
      { "error.type": "302", "http.response.status_code": 302 },
      false,
    ],
    ["ok", "server", "ok", { error: true }, false],
    ["nothing", "server", "unset", {}, false],
  ])("%s", (_what, kind, status, attributes, failed) => {
    expect(isFailure({ kind, status, attributes })).toBe(failed);
  });
});

describe("isIgnored", () => {
  const span = {
    attributes: { "http.response.status_code": 503, "error.type": "shop.errors.QuoteExpired" },
    events: [{ name: "exception", timeMs: 0, attributes: { "exception.type": "com.shop.Closed" } }],
  };
  test.each([
    [{ exception: "QuoteExpired" }, true],
    [{ exception: "shop.errors.QuoteExpired" }, true],
    [{ exception: "Expired" }, false],
    [{ exception: "Closed" }, true],
    [{ status: 503 }, true],
    [{ status: "503" }, true],
    [{ status: 500 }, false],
    [{ operation: "GET /search*" }, true],
    [{ operation: "*search*q*" }, false],
    [{ operation: "*" }, true],
    [{ operation: "GET /search" }, false],
    [{ status: 503, operation: "POST *" }, false],
    [{ status: 503, exception: "Closed", operation: "GET */all" }, true],
  ])("%j: %s", (rule, ignored) => {
    expect(isIgnored(span, "GET /search/all", [rule])).toBe(ignored);
  });
});

describe("isProbe", () => {
  test.each([
    ["GET /healthz", {}],
    ["GET /api/health/live", {}],
    ["GET /actuator/health/readiness", {}],
    ["/metrics", {}],
    ["GET", { "http.target": "/readyz?verbose" }],
    ["grpc.health.v1.Health/Check", {}],
    ["GET /quotes", { "user_agent.original": "kube-probe/1.31" }],
    ["GET /", { "http.user_agent": "ELB-HealthChecker/2.0" }],
    ["GET /", { "http.user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1)" }],
    ["GET /", { "user_agent.synthetic.type": "test" }],
  ] as [string, Attributes][])("%s %j is one", (operation, attributes) => {
    expect(isProbe(operation, attributes)).toBe(true);
  });
  test.each([
    ["GET /health-plans/{id}", {}],
    ["GET /pingpong", {}],
    ["POST /metrics/upload", {}],
    ["GET /quotes", { "user_agent.original": "Mozilla/5.0 (X11; Linux) Firefox/140.0" }],
    ["GET /quotes", { "user_agent.original": "okhttp/4.12" }],
    ["GET /livestream", { "url.path": "/healthz" }],
  ] as [string, Attributes][])("%s %j is none", (operation, attributes) => {
    expect(isProbe(operation, attributes)).toBe(false);
  });
});

test.each([
  ["production", "Prod", true],
  ["production", "PRD", true],
  ["staging", "stage", true],
  ["production", "production-eu", false],
  ["production", "preprod", false],
  ["constructor", "production", false],
])("environments %s and %s", (a, b, same) => {
  expect(isSameEnvironment(a, b)).toBe(same);
});

describe("revisionOf", () => {
  const SHA = "4f2e1d0c9b8a7f6e5d4c3b2a1f0e9d8c7b6a5f4e";
  test.each<[Partial<Resource>, string]>([
    [{ revision: SHA, version: "1.2.3" }, SHA],
    [{ version: SHA }, SHA],
    [{ version: "v1.2.3-4f2e1d0" }, "4f2e1d0"],
    [{ version: "v1.2.3-4-g4f2e1d0" }, "4f2e1d0"],
    [{ version: "1.4.0+sha.4f2e1d0" }, "4f2e1d0"],
    [{ version: "1.4.0" }, "1.4.0"],
    [{ version: "20261122" }, "20261122"],
    [{ version: "1.4.0", attributes: { "container.image.tags": ["latest", "main-4f2e1d0"] } }, "4f2e1d0"],
    [{ attributes: { "container.image.tags": ["latest"] } }, ""],
    [{ attributes: { "container.image.tag": "v7" } }, "v7"],
    [{ attributes: { "container.label.org.opencontainers.image.revision": SHA } }, SHA],
    [{ version: "latest" }, ""],
    [{}, ""],
  ])("%j is %s", (resource, revision) => {
    expect(revisionOf({ service: "s", attributes: {}, ...resource })).toBe(revision);
  });
});
