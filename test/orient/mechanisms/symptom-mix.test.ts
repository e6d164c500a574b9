import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Anomaly } from "../../../src/contracts/anomaly.ts";
import type { Evidence, EvidenceItem } from "../../../src/contracts/evidence.ts";
import type { Symptom } from "../../../src/contracts/signal.ts";
import { classOfException } from "../../../src/orient/mechanisms/class-of-exception.ts";
import { mechanismWeight } from "../../../src/orient/mechanisms/mechanism-weight.ts";
import { MECHANISMS } from "../../../src/orient/mechanisms/mechanisms.ts";
import { symptomMix } from "../../../src/orient/mechanisms/symptom-mix.ts";

const AT = "2026-11-02T10:00:00.000Z";
const anomaly = (symptom: Symptom): Anomaly => ({
  fingerprint: "0123456789ab",
  repository: "acme/shop",
  environment: "production",
  service: "quotes",
  operation: "POST /quotes",
  symptom,
  source: "telemetry",
  alerts: [],
  onset: { at: AT, earliest: AT, latest: AT },
  detectedAt: AT,
  observed: { value: 1, unit: "ratio", samples: 10 },
  objective: 0.01,
  baselineSeconds: 100,
  blastRadius: [],
  summary: "",
});
type Item = EvidenceItem extends infer Each
  ? Each extends EvidenceItem
    ? Omit<Each, "id" | "text">
    : never
  : never;
const mixOf = (symptom: Symptom, ...items: Item[]) => {
  const evidence = {
    collectedAt: AT,
    localisation: [],
    items: items.map((item, i) => ({ ...item, id: `E${i + 1}`, text: "" })),
  };
  return symptomMix(anomaly(symptom), evidence as Evidence, new Set(["quotes", "carrier"]));
};
const likeliest = (mix: ReturnType<typeof mixOf>) => [...mix.shares].toSorted((a, b) => b[1] - a[1])[0]?.[0];
const threw = (type: string, more: object = {}): Item => ({
  kind: "exception",
  service: "quotes",
  operation: "POST /quotes",
  type,
  message: "",
  frames: [],
  count: 40,
  countBefore: 0,
  revisions: [],
  ...more,
});
const span = (before: [number, number], after: [number, number], more: object = {}): Item => ({
  kind: "span-shift",
  service: "quotes",
  operation: "POST /quotes",
  span: "GET",
  perRequest: { before: before[0], after: after[0] },
  ownMs: { before: before[1], after: after[1] },
  ...more,
});
const attribute = (key: string, value: string): Item => ({
  kind: "attribute",
  service: "quotes",
  operation: "POST /quotes",
  key,
  value,
  plain: true,
  same: [],
  bad: { requests: 50, having: 49 },
  good: { requests: 400, having: 20 },
  concurrent: true,
  p: 1e-9,
  q: 1e-8,
});

describe("what stands beside the errors", () => {
  const fails = (service: string, value: number): Item => ({
    kind: "shift",
    symptom: "errors",
    service,
    operation: "*",
    before: { requests: 200, value: 0 },
    after: { requests: 200, value },
    unit: "ratio",
  });

  test("what a service that is well throws now and then is not the failure", () => {
    const thrown = threw("TypeError", { service: "carrier", count: 3 });
    expect(likeliest(mixOf("errors", thrown, fails("carrier", 0.01), fails("quotes", 0.6)))).not.toBe(
      likeliest(mixOf("errors", threw("ETIMEDOUT"))),
    );
    const mix = mixOf("errors", thrown, fails("carrier", 0.01), fails("quotes", 0.6));
    expect([...mix.shares]).toEqual([...mixOf("errors").shares]);
  });

  test("a process that starts because a revision went out has not crashed", () => {
    const change = (what: "restart" | "revision", secondsAfterOnset: number): Item => ({
      kind: "change",
      what,
      service: "quotes",
      at: AT,
      secondsAfterOnset,
    });
    expect(likeliest(mixOf("errors", change("restart", 10)))).toBe("crashes at start");
    expect(likeliest(mixOf("errors", change("restart", 10), change("revision", -30)))).not.toBe(
      "crashes at start",
    );
  });

  test.each([
    ["an alert on memory", { kind: "alert", source: "grafana", name: "MemoryGrowing", startsAt: AT }],
    [
      "threads that pile up",
      {
        kind: "metric",
        service: "quotes",
        metric: "go.goroutine.count",
        unit: "1",
        attributes: {},
        before: 60,
        after: 9000,
        points: [],
      },
    ],
  ] as [string, Item][])("behind slowness, %s tells of a leak", (_, item) => {
    expect(likeliest(mixOf("latency", item))).toBe("leaks");
  });
});

test.each([
  ["TypeError", "throws by mistake"],
  ["KeyError", "throws by mistake"],
  ["java.lang.NullPointerException", "throws by mistake"],
  ["System.NullReferenceException", "throws by mistake"],
  ["NoMethodError", "throws by mistake"],
  ["com.acme.orders.OutOfStockException", "throws its own error"],
  ["java.net.SocketTimeoutException", "times out"],
  ["context.deadlineExceededError", "times out"],
  ["System.Threading.Tasks.TaskCanceledException", "times out"],
  ["ECONNREFUSED", "cannot connect"],
  ["java.net.UnknownHostException", "cannot connect"],
  ["javax.net.ssl.SSLHandshakeException", "cannot connect"],
  ["ActiveRecord::ConnectionTimeoutError", "runs out"],
  ["java.sql.SQLTransientConnectionException", "runs out"],
  ["java.lang.OutOfMemoryError", "runs out"],
  ["psycopg2.errors.UndefinedColumn", "the database refuses"],
  ["PG::UniqueViolation", "the database refuses"],
  ["org.postgresql.util.PSQLException", "the database refuses"],
  ["ZodError", "rejects"],
  ["ForbiddenError", "rejects"],
])("%s: %s", (type, expected) => expect(classOfException(type)).toBe(expected));

test.each([
  "Error",
  "Exception",
  "java.lang.RuntimeException",
  "*errors.errorString",
  "RuntimeError",
  "*status.Error",
  "AxiosError",
])("%s could be anything", (type) => expect(classOfException(type)).toBeNull());

describe("the incident as a symptom of a class", () => {
  test.each([
    ["errors of a type", mixOf("errors", threw("ECONNREFUSED")), "cannot connect"],
    [
      "the commonest type decides",
      mixOf("errors", threw("KeyError", { count: 3 }), threw("TimeoutError")),
      "times out",
    ],
    [
      "what was thrown before counts for nothing",
      mixOf("errors", threw("TimeoutError", { countBefore: 39 })),
      "throws by mistake",
    ],
    [
      "a status that clients cause",
      mixOf("errors", attribute("http.response.status_code", "403")),
      "rejects",
    ],
    [
      "a slow query",
      mixOf("latency", span([1, 5], [1, 400], { detail: "select a from b" })),
      "slow in the database",
    ],
    [
      "a query that comes oftener",
      mixOf("latency", span([1, 5], [40, 5], { detail: "select a from b" })),
      "asks more often",
    ],
    [
      "the operation's own time",
      mixOf("latency", span([1, 5], [1, 400], { span: "POST /quotes" })),
      "slow by itself",
    ],
    ["a call that takes longer", mixOf("latency", span([1, 5], [1, 400])), "slow downstream"],
    ["memory that grows", mixOf("memory"), "leaks"],
    ["requests that stop coming", mixOf("traffic"), "goes silent"],
  ] as const)("%s", (_, mix, expected) => expect(likeliest(mix)).toBe(expected));

  test("many queries that each take a little of it say as much as one that takes it all", () => {
    const each = [..."abcdefgh"].map((table) => span([1, 1], [1, 40], { detail: `select * from ${table}` }));
    expect(mixOf("latency", ...each).shares.get("slow in the database")).toBeGreaterThan(0.8);
  });

  test("one node, one tenant", () => {
    expect(mixOf("errors", attribute("k8s.pod.name", "api-3")).scope).toBe("one node");
    expect(mixOf("errors", attribute("tenant.id", "acme")).scope).toBe("one tenant");
    expect(mixOf("errors", attribute("http.route", "/quotes")).scope).toBeNull();
  });

  test("shares sum to one, whatever is shown", () => {
    const item = fc.oneof(
      fc.string({ maxLength: 40 }).map((type) => threw(type)),
      fc
        .constantFrom("TypeError", "ECONNRESET", "TimeoutError")
        .chain((type) => fc.nat(90).map((count) => threw(type, { count }))),
      fc.tuple(fc.nat(20), fc.nat(500), fc.nat(20), fc.nat(500)).map(([a, b, c, d]) => span([a, b], [c, d])),
      fc
        .constantFrom("403", "429", "502", "504", "500")
        .map((status) => attribute("http.response.status_code", status)),
    );
    fc.assert(
      fc.property(
        fc.constantFrom<Symptom>("errors", "latency", "memory", "traffic", "saturation"),
        fc.array(item, { maxLength: 6 }),
        (symptom, items) => {
          const sum = [...mixOf(symptom, ...items).shares.values()].reduce(
            (total, share) => total + share,
            0,
          );
          expect(sum).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  test("words of visitors change nothing", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (words) => {
        const plain = mixOf("errors", threw("Error"), span([1, 5], [1, 400]));
        expect(
          mixOf("errors", threw("Error", { message: words }), span([1, 5], [1, 400], { span: words })),
        ).toEqual(plain);
      }),
    );
  });
});

describe("which change can produce which symptom", () => {
  const weight = (change: Parameters<typeof MECHANISMS.get>[0], mix: ReturnType<typeof mixOf>) => {
    const row = MECHANISMS.get(change);
    if (!row) throw new Error(`no row: ${change}`);
    return mechanismWeight(row, mix);
  };
  test.each([
    ["guard removed", "timeout lowered", mixOf("errors", threw("TypeError"))],
    ["timeout lowered", "guard removed", mixOf("errors", threw("TimeoutError"))],
    ["address changed", "guard removed", mixOf("errors", threw("ECONNREFUSED"))],
    ["limit lowered", "guard removed", mixOf("errors", threw("ActiveRecord::ConnectionTimeoutError"))],
    ["column removed or renamed", "guard removed", mixOf("errors", threw("psycopg2.errors.UndefinedColumn"))],
    [
      "authentication changed",
      "timeout lowered",
      mixOf("errors", attribute("http.response.status_code", "401")),
    ],
    [
      "query inside a loop",
      "wait added",
      mixOf("latency", span([1, 5], [40, 5], { detail: "select a from b" })),
    ],
    [
      "index removed",
      "query inside a loop",
      mixOf("latency", span([1, 5], [1, 400], { detail: "select a from b" })),
    ],
    ["wait added", "index removed", mixOf("latency", span([1, 5], [1, 400], { span: "POST /quotes" }))],
    ["state that outlives the request", "resource not released", mixOf("memory")],
  ] as const)("%s rather than %s", (guilty, innocent, mix) => {
    expect(weight(guilty, mix)).toBeGreaterThan(weight(innocent, mix) + 0.3);
    expect(weight(guilty, mix)).toBeGreaterThan(1.5);
  });

  test("one node alone speaks against a change that went to all", () => {
    const all = mixOf("errors", threw("TypeError"));
    const one = mixOf("errors", threw("TypeError"), attribute("host.name", "a"));
    expect(weight("guard removed", one)).toBeLessThan(weight("guard removed", all) - 0.5);
  });
});
