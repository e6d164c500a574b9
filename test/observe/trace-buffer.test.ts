import { expect, it } from "vitest";
import type { Span } from "../../src/contracts/telemetry.ts";
import { TraceBuffer } from "../../src/observe/traces/trace-buffer.ts";

const START = Date.parse("2026-03-02T09:00:00.000Z");

function failing(n: number): Span {
  return {
    traceId: n.toString(16).padStart(32, "0"),
    spanId: n.toString(16).padStart(16, "0"),
    name: `GET /things/${n % 20}`,
    kind: "server",
    startMs: START + n * 10,
    endMs: START + n * 10 + 5,
    status: "error",
    attributes: { "http.route": `/things/${n % 20}`, "http.response.status_code": 500 },
    events: [],
    resource: { service: `shop-${n % 20}`, attributes: {} },
  };
}

it("where memory is short keeps a part of the traces, lets the others go at once, and takes up as many again later", () => {
  const buffer = new TraceBuffer();
  let next = 1;
  const fill = () => {
    const from = next;
    for (; next < from + 600; next++) buffer.add("acme", failing(next), START + next * 10);
    buffer.settle(
      START + next * 10 + 10_000,
      () => false,
      () => {},
    );
    return buffer.load().kept;
  };
  const all = fill();
  expect(all).toBeGreaterThan(200);
  buffer.within(0.25);
  const few = buffer.load().kept;
  expect(few).toBeLessThanOrEqual(all / 3);
  expect(fill()).toBe(few);
  buffer.within(1);
  expect(fill()).toBe(all);
});
