import fc from "fast-check";
import { expect, it } from "vitest";
import type { TelemetrySignal } from "../../../src/contracts/signal.ts";
import type { Span, Telemetry } from "../../../src/contracts/telemetry.ts";
import { portionsOf, TURN_BYTES } from "../../../src/edge/otlp/in-turns.ts";
import { decodeLogsJsonInParts } from "../../../src/edge/otlp/json/logs.ts";
import { decodeMetricsJsonInParts } from "../../../src/edge/otlp/json/metrics.ts";
import { decodeTracesJsonInParts } from "../../../src/edge/otlp/json/traces.ts";
import { decodeLogsInParts } from "../../../src/edge/otlp/protobuf/logs.ts";
import { decodeMetricsInParts } from "../../../src/edge/otlp/protobuf/metrics.ts";
import { decodeTracesInParts } from "../../../src/edge/otlp/protobuf/traces.ts";
import { startIntake } from "./intake.ts";
import { oracle } from "./oracle.ts";

const RECORDS = 9_000;
const TEXT = "x".repeat(300);
const each = <Record>(make: (at: number) => Record) => Array.from({ length: RECORDS }, (_, at) => make(at));
const id = (size: number, at: number) => Buffer.from(String(at + 1).padStart(2 * size, "0"), "hex");
const resource = { attributes: [{ key: "service.name", value: { stringValue: "checkout" } }] };

/** All of it one process's, and of one scope. */
const traces = Buffer.from(
  oracle.traces
    .encode({
      resourceSpans: [
        {
          resource,
          scopeSpans: [
            {
              spans: each((at) => ({
                traceId: id(16, at),
                spanId: id(8, at),
                name: `${at} ${TEXT}`,
                kind: 2,
                startTimeUnixNano: 1_700_000_000_000_000_000,
                endTimeUnixNano: 1_700_000_000_000_000_000,
              })),
            },
          ],
        },
      ],
    })
    .finish(),
);
const logs = Buffer.from(
  oracle.logs
    .encode({
      resourceLogs: [
        { resource, scopeLogs: [{ logRecords: each((at) => ({ body: { stringValue: `${at} ${TEXT}` } })) }] },
      ],
    })
    .finish(),
);
const metrics = Buffer.from(
  oracle.metrics
    .encode({
      resourceMetrics: [
        {
          resource,
          scopeMetrics: [
            {
              metrics: each((at) => ({
                name: `${at} ${TEXT}`,
                gauge: { dataPoints: [{ asDouble: at, timeUnixNano: 1_700_000_000_000_000_000 }] },
              })),
            },
          ],
        },
      ],
    })
    .finish(),
);

it.each([
  ["traces", traces, (body: Buffer) => decodeTracesInParts(body)],
  ["logs", logs, (body: Buffer) => decodeLogsInParts(body, 0)],
  ["metrics", metrics, (body: Buffer) => decodeMetricsInParts(body)],
] as const)("decodes %s of one process in parts of half a megabyte", (_signal, body, decode) => {
  const parts = decode(body);
  let stops = 0;
  let step = parts.next();
  for (; !step.done; step = parts.next()) stops++;
  expect(stops).toBe(Math.floor(body.length / (TURN_BYTES + 1_000)));
  const { spans, points, logs: records } = step.value.telemetry;
  expect(spans.length + points.length + records.length).toBe(RECORDS);
});

it.each([
  [
    "traces",
    decodeTracesJsonInParts,
    (at: number) => ({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: each((i) => ({
                traceId: "1".repeat(32),
                spanId: (at + i + 1).toString(16).padStart(16, "0"),
                startTimeUnixNano: "1700000000000000000",
                endTimeUnixNano: "1700000000000000000",
                name: TEXT,
              })),
            },
          ],
        },
      ],
    }),
  ],
  [
    "logs",
    (body: Buffer) => decodeLogsJsonInParts(body, 0),
    () => ({
      resourceLogs: [{ scopeLogs: [{ logRecords: each(() => ({ body: { stringValue: TEXT } })) }] }],
    }),
  ],
  [
    "metrics",
    decodeMetricsJsonInParts,
    () => ({
      resourceMetrics: [
        {
          scopeMetrics: [
            {
              metrics: [
                {
                  name: TEXT,
                  unit: TEXT.repeat(3_000),
                  gauge: {
                    dataPoints: each((i) => ({ asDouble: i, timeUnixNano: "1700000000000000000" })),
                  },
                },
              ],
            },
          ],
        },
      ],
    }),
  ],
] as const)(
  "decodes %s in JSON of one process in parts, the first once it is parsed",
  (_signal, decode, make) => {
    const parts = decode(Buffer.from(JSON.stringify(make(1))));
    let stops = 0;
    let step = parts.next();
    for (; !step.done; step = parts.next()) stops++;
    expect(stops).toBeGreaterThanOrEqual(1 + Math.floor((8 * RECORDS) / 33_000));
    const { spans, points, logs: records } = step.value.telemetry;
    expect(spans.length + points.length + records.length).toBe(RECORDS);
  },
);

it("lets other work be done between the portions of a large body, and takes in each record once and in order", async () => {
  const order: string[] = [];
  const taken: Span[] = [];
  const intake = await startIntake({
    accept(signal: TelemetrySignal) {
      order.push("portion");
      taken.push(...signal.telemetry.spans);
      setImmediate(() => order.push("other work"));
      return "accepted";
    },
  });
  try {
    const answer = await fetch(`${intake.url}/v1/traces`, {
      method: "POST",
      headers: { authorization: "Bearer good", "content-type": "application/x-protobuf" },
      body: new Uint8Array(traces),
    });
    expect(answer.status).toBe(200);
  } finally {
    await intake.close();
  }
  expect(order.filter((what) => what === "portion").length).toBeGreaterThan(RECORDS / 4_000);
  expect(order.join().includes("portion,portion")).toBe(false);
  expect(taken.map(({ name }) => Number.parseInt(name, 10))).toEqual(each((at) => at));
});

it("of a body that turns out broken at its end, nothing is taken in", async () => {
  const intake = await startIntake();
  try {
    const answer = await fetch(`${intake.url}/v1/traces`, {
      method: "POST",
      headers: { authorization: "Bearer good", "content-type": "application/x-protobuf" },
      body: new Uint8Array(Buffer.concat([traces, Buffer.from([0xff])])),
    });
    expect(answer.status).toBe(400);
    expect(intake.accepted).toEqual([]);
  } finally {
    await intake.close();
  }
});

it("cuts telemetry into portions that hold all of it, once and in order", () => {
  const list = (prefix: string) =>
    fc.nat({ max: 9_000 }).map((length) => Array.from({ length }, (_, at) => `${prefix}${at}`));
  fc.assert(
    fc.property(
      fc.record({
        spans: list("span"),
        counted: list("counted"),
        points: list("point"),
        logs: list("log"),
        passedOver: fc.option(fc.nat(), { nil: undefined }),
      }),
      (drawn) => {
        const portions = [...portionsOf(drawn as unknown as Telemetry)];
        for (const list of ["spans", "counted", "points", "logs"] as const)
          expect(portions.flatMap((portion): unknown[] => [...(portion[list] ?? [])])).toEqual(drawn[list]);
        for (const { spans, counted, points, logs } of portions)
          expect(spans.length + (counted?.length ?? 0) + points.length + logs.length).toBeLessThanOrEqual(
            4_000,
          );
        const told = portions.map(({ passedOver }) => passedOver).filter((spans) => spans !== undefined);
        expect(told).toEqual(drawn.passedOver === undefined ? [] : [drawn.passedOver]);
      },
    ),
    { numRuns: 30 },
  );
});
