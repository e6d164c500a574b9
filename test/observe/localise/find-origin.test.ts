import { describe, expect, it } from "vitest";
import type { Span } from "../../../src/contracts/telemetry.ts";
import { callersOf } from "../../../src/observe/traces/callers-of.ts";
import { findOrigin } from "../../../src/observe/traces/find-origin.ts";
import { TraceRecord } from "../../../src/observe/traces/trace-record.ts";
import { type Step, trace } from "./trace-builder.ts";

const NORMAL = { medianMs: () => 20, slowMs: () => 100 };

function record(spans: readonly Span[]): { record: TraceRecord; entry: Span } {
  const found = new TraceRecord("o/r", "t", 0);
  for (const span of spans) found.add(span, 0);
  return { record: found, entry: spans[0] as Span };
}

const client = (service: string, of: Partial<Step>): Step => ({
  service,
  name: "GET",
  kind: "client",
  from: 5,
  to: 300,
  ...of,
});

describe("whose incident a bad request is", () => {
  it("is the watched caller's where a provider that sends no spans is slow or fails", () => {
    for (const failed of [true, false]) {
      const spans = trace({
        service: "shop",
        name: "POST /buy",
        from: 0,
        to: 310,
        failed,
        below: [client("shop", { failed, attributes: { "server.address": "api.payments.example" } })],
      });
      const { record: all, entry } = record(spans);
      const origin = findOrigin(all, entry, failed ? "errors" : "latency", NORMAL);
      expect(origin).toMatchObject({ service: "shop", operation: "POST /buy", sufferers: [] });
    }
  });

  it("is the last one's through a proxy that sends no spans, and through a service that calls itself", () => {
    const spans = trace({
      service: "shop",
      name: "GET /",
      from: 0,
      to: 320,
      failed: true,
      below: [
        client("shop", {
          failed: true,
          below: [
            {
              service: "prices",
              name: "GET /price",
              from: 10,
              to: 290,
              failed: true,
              below: [
                client("prices", {
                  failed: true,
                  below: [{ service: "prices", name: "GET /rate", from: 20, to: 280, failed: true }],
                }),
              ],
            },
          ],
        }),
      ],
    });
    const { record: all, entry } = record(spans);
    expect(findOrigin(all, entry, "errors", NORMAL)).toMatchObject({
      service: "prices",
      operation: "GET /rate",
      sufferers: ["shop"],
    });
  });

  it("ends where spans are each other's parents", () => {
    const [first, second] = trace({
      service: "shop",
      name: "GET /",
      from: 0,
      to: 320,
      failed: true,
      below: [{ service: "prices", name: "GET /price", from: 0, to: 300, failed: true }],
    }) as [Span, Span];
    const looped = [{ ...first, parentSpanId: second.spanId }, second];
    const { record: all, entry } = record(looped);
    expect(findOrigin(all, entry, "errors", NORMAL).service).toBe("prices");
    expect(callersOf(all, entry).map((span) => span.resource.service)).toEqual(["prices"]);
  });
});
