import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FailureLog } from "../../src/observe/failures/failure-log.ts";
import { parseStack } from "../../src/observe/failures/parse-stack.ts";
import { statementOf } from "../../src/observe/failures/statement-of.ts";
import { templateOf } from "../../src/observe/failures/template-of.ts";
import { isFailure } from "../../src/observe/is-failure.ts";
import { memoryKind } from "../../src/observe/memory/memory-kind.ts";
import { operationOf } from "../../src/observe/operation-of.ts";

describe("parseStack", () => {
  it("reads V8's frames, ours told from others'", () => {
    const stack = `TypeError: Cannot read properties of undefined
    at rateOf (file:///srv/shop/services/quotes/rate.ts:17:22)
    at async Object.offer (/srv/shop/services/quotes/offer.ts:8:3)
    at new Tariff (/srv/shop/packages/tariff.ts:4:1)
    at /srv/shop/services/quotes/main.ts:90:5
    at dispatch (/srv/shop/node_modules/hono/dist/compose.js:22:17)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`;
    expect(parseStack(stack)).toEqual([
      { path: "/srv/shop/services/quotes/rate.ts", line: 17, function: "rateOf", inApp: true },
      { path: "/srv/shop/services/quotes/offer.ts", line: 8, function: "Object.offer", inApp: true },
      { path: "/srv/shop/packages/tariff.ts", line: 4, function: "Tariff", inApp: true },
      { path: "/srv/shop/services/quotes/main.ts", line: 90, inApp: true },
      { path: "/srv/shop/node_modules/hono/dist/compose.js", line: 22, function: "dispatch", inApp: false },
      {
        path: "node:internal/process/task_queues",
        line: 105,
        function: "process.processTicksAndRejections",
        inApp: false,
      },
    ]);
  });

  it("reads Python's, which ends with the innermost, and Java's", () => {
    const python = `Traceback (most recent call last):
  File "/usr/lib/python3.12/site-packages/flask/app.py", line 880, in full_dispatch_request
    rv = self.dispatch_request()
  File "/app/quotes/rate.py", line 12, in rate_of
    return table[age]
KeyError: 17`;
    expect(parseStack(python)).toMatchObject([
      { path: "/app/quotes/rate.py", line: 12, function: "rate_of", inApp: true },
      { line: 880, inApp: false },
    ]);
    const java = `java.lang.IllegalStateException: no rate
	at com.fernhill.quotes.Rates.of(Rates.java:31)
	at java.base/java.lang.Thread.run(Thread.java:1583)`;
    expect(parseStack(java)).toMatchObject([
      { path: "com/fernhill/quotes/Rates.java", line: 31, inApp: true },
      { line: 1583, inApp: false },
    ]);
  });

  it("bears any text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 2_000 }),
          fc
            .array(fc.constantFrom("at ", "(", ")", ":1:2", "/a", " ", "\n", 'File "'))
            .map((parts) => parts.join("")),
        ),
        (text) => {
          expect(parseStack(text).length).toBeLessThanOrEqual(30);
        },
      ),
    );
  });
});

describe("templateOf", () => {
  it.each([
    ["offer 81723 of 2026-03-02T09:00:00Z not found", "offer <n> of <date> not found"],
    ["duplicate key (id)=(5f0c2a1e-8a3b-4a0e-9d6b-0c1d2e3f4a5b)", "duplicate key (id)=(<uuid>)"],
    [
      "Cannot read properties of undefined (reading 'rate')",
      "Cannot read properties of undefined (reading <value>)",
    ],
    ["mail to jo.doe@example.org bounced", "mail to <email> bounced"],
    ["don't, it isn't", "don't, it isn't"],
    ["object deadbeef01 at 0x7ffe", "object <hex> at <hex>"],
  ])("of “%s” is “%s”", (message, template) => {
    expect(templateOf(message, 500)).toBe(template);
  });

  it("is the same whatever the numbers are", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.uuid(), fc.uuid(), (a, b, x, y) => {
        expect(templateOf(`order ${a} of ${x} failed`, 500)).toBe(
          templateOf(`order ${b} of ${y} failed`, 500),
        );
      }),
    );
  });
});

describe("statementOf", () => {
  it("takes the values out of queries and paths", () => {
    expect(
      statementOf({ "db.query.text": "SELECT * FROM t WHERE a = 'it''s' AND b IN (1, 2, 3) LIMIT 5" }),
    ).toBe("SELECT * FROM t WHERE a = ? AND b IN (…) LIMIT ?");
    expect(statementOf({ "url.full": "http://quotes:8080/quotes/81723?token=secret" })).toBe("/quotes/{id}");
    expect(statementOf({})).toBeUndefined();
  });
});

describe("FailureLog", () => {
  it("counts one exception once for each trace, and keeps signatures apart by place", () => {
    const log = new FailureLog();
    const occurrence = { atMs: 1, scope: "o/r", operation: null, revision: "a" };
    const stack = (line: number) => `Error: x\n    at f (/srv/a.ts:${line}:1)`;
    log.add({ type: "Error", message: "no offer 1", stack: stack(1) }, { ...occurrence, traceId: "t1" });
    log.add({ type: "Error", message: "no offer 2", stack: stack(1) }, { ...occurrence, traceId: "t1" });
    log.add({ type: "Error", message: "no offer 3", stack: stack(1) }, { ...occurrence, traceId: "t2" });
    log.add({ type: "Error", message: "no offer 4", stack: stack(9) }, { ...occurrence, traceId: "t3" });
    const groups = (of: FailureLog) => of.groups().map((group) => group.occurrences.length);
    expect(groups(log)).toEqual([2, 1]);
    expect(groups(FailureLog.from(JSON.parse(JSON.stringify(log))))).toEqual([2, 1]);
  });

  it("knows a failure again where each commit is deployed into a folder of its own", () => {
    const log = new FailureLog();
    const at = (commit: string) =>
      `TypeError: no rate\n    at rateOf (/srv/checkouts/${commit.repeat(40)}/services/quotes/rate.ts:17:22)`;
    for (const [i, commit] of ["a", "b"].entries()) {
      log.add(
        { type: "TypeError", message: "no rate", stack: at(commit) },
        { atMs: i, traceId: `t${i}`, scope: "s", operation: null, revision: commit.repeat(40) },
      );
    }
    const [group, ...others] = log.groups();
    expect(others).toEqual([]);
    expect(group?.occurrences).toHaveLength(2);
    expect(group?.signature.frames[0]?.path).toContain("b".repeat(40));
  });

  it("stays bounded", () => {
    const log = new FailureLog();
    for (let i = 0; i < 20_000; i++) {
      const word = i.toString(26).replace(/\d/g, (d) => "qrstuvwxyz"[Number(d)] as string);
      log.add(
        { type: "Error", message: `kind ${word}` },
        { atMs: i, traceId: `${i}`, scope: "", operation: null, revision: "" },
      );
    }
    expect(log.groups().length).toBeLessThanOrEqual(200);
  });
});

describe("what counts as what", () => {
  const span = (kind: "server" | "client", status: "unset" | "error", code?: number) =>
    ({ kind, status, attributes: code === undefined ? {} : { "http.response.status_code": code } }) as never;

  it("a failure is an error or a 5xx, and not a caller's mistake", () => {
    expect(isFailure(span("server", "unset", 503))).toBe(true);
    expect(isFailure(span("server", "error"))).toBe(true);
    expect(isFailure(span("server", "error", 404))).toBe(false);
    expect(isFailure(span("server", "unset", 404))).toBe(false);
    expect(isFailure(span("client", "error", 404))).toBe(true);
    expect(isFailure(span("server", "unset", 200))).toBe(false);
  });

  it("an operation is the route, never the id", () => {
    expect(operationOf({ name: "GET", attributes: { "http.route": "/quotes/:id" } })).toBe("GET /quotes/:id");
    expect(operationOf({ name: "POST /quotes", attributes: { "http.route": "/quotes" } })).toBe(
      "POST /quotes",
    );
    expect(operationOf({ name: "GET /quotes/81723/offers", attributes: {} })).toBe("GET /quotes/{id}/offers");
  });

  it.each([
    ["process.memory.usage", "resident"],
    ["process_resident_memory_bytes", "resident"],
    ["process.runtime.cpython.memory", "heap"],
    ["v8js.memory.heap.used", "heap"],
    ["nodejs.memory.heap.used_after_gc", "live"],
    ["jvm.memory.used_after_last_gc", "live"],
    ["jvm.memory.used", "heap"],
    ["nodejs.eventloop.delay.max", null],
    ["v8js.memory.heap.limit", null],
  ])("%s says %s", (name, kind) => {
    expect(memoryKind({ name, kind: "gauge", attributes: {} })).toBe(kind);
  });
});
