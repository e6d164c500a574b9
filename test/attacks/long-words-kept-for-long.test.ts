import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { MetricPoint, Resource, Span, Telemetry } from "../../src/contracts/telemetry.ts";
import { createScout } from "../../src/observe/scout.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const held = () => {
  collect();
  collect();
  return process.memoryUsage().heapUsed + process.memoryUsage().external;
};

const REPOSITORY = "acme/shop";
const LENGTH = 200_000;
const TIMES = 250;
/** Of 50 MB that are sent. */
const MAY_STAY = 25e6;

/** A text of its own, no part of another one's memory. */
const longWord = (n: number) => Buffer.from(`${"a".repeat(LENGTH)}${n}`).toString();

type Part = (word: string, span: Span, point: MetricPoint) => Partial<Telemetry>;
const withResource = (span: Span, resource: Partial<Resource>) => ({
  spans: [{ ...span, resource: { ...span.resource, ...resource } }],
});
const PARTS: [name: string, part: Part][] = [
  ["a service's name", (word, span) => withResource(span, { service: word })],
  ["a process's name", (word, span) => withResource(span, { instance: word })],
  ["a revision", (word, span) => withResource(span, { revision: word })],
  ["an attribute of the process", (word, span) => withResource(span, { attributes: { word } })],
  ["an attribute", (word, span) => ({ spans: [{ ...span, attributes: { word } }] })],
  [
    "a method",
    (word, span) => ({
      spans: [{ ...span, attributes: { "http.route": "/r", "http.request.method": word } }],
    }),
  ],
  ["an attribute's key", (word, span) => ({ spans: [{ ...span, attributes: { [word]: "v" } }] })],
  ["a span's name", (name, span) => ({ spans: [{ ...span, name }] })],
  ["a trace state", (traceState, span) => ({ spans: [{ ...span, traceState }] })],
  [
    "an exception's type",
    (word, span) => ({
      spans: [
        {
          ...span,
          status: "error",
          events: [
            {
              name: "exception",
              timeMs: span.endMs,
              attributes: { "exception.type": word, "exception.message": "m" },
            },
          ],
        },
      ],
    }),
  ],
  ["a metric's name", (name, _span, point) => ({ points: [{ ...point, name }] })],
  ["a metric's attribute", (word, _span, point) => ({ points: [{ ...point, attributes: { word } }] })],
];

describe("texts of 200,000 characters, another one each time", () => {
  it.each(PARTS)("%s: what stays in memory does not follow what was sent", (_name, part) => {
    let now = Date.parse("2026-03-02T09:00:00.000Z");
    const scout = createScout({
      now: () => now,
      claim: () => ({ repository: REPOSITORY, environmentFilter: "production", slo: {} }),
    });
    const before = held();
    for (let n = 1; n <= TIMES; n++) {
      const resource = { service: "quotes", instance: "one", attributes: {} };
      const span: Span = {
        traceId: (7919 * n).toString(16).padStart(32, "0"),
        spanId: n.toString(16).padStart(16, "0"),
        name: "GET /a",
        kind: "server",
        startMs: now - 50,
        endMs: now - 10,
        status: "unset",
        attributes: {},
        events: [],
        resource,
      };
      const point: MetricPoint = {
        name: "http.server.request.duration",
        unit: "s",
        kind: "histogram",
        temporality: "cumulative",
        startMs: now - 1_000,
        timeMs: now,
        attributes: {},
        histogram: { count: 1, bounds: [], counts: [1] },
        resource,
      };
      scout.ingest({
        kind: "telemetry",
        repositories: [REPOSITORY],
        receivedAt: new Date(now).toISOString(),
        telemetry: { spans: [], points: [], logs: [], ...part(longWord(n), span, point) },
      });
      now += 100;
      scout.tick();
    }
    now += 6_000;
    scout.tick();
    expect(held() - before).toBeLessThan(MAY_STAY);
    expect(scout.services().length).toBeGreaterThan(0);
  });
});
