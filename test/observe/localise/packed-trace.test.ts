import fc from "fast-check";
import { expect, it } from "vitest";
import { packTrace, unpackTrace } from "../../../src/observe/localise/packed-trace.ts";
import type { ReadSpan } from "../../../src/observe/localise/span-facts.ts";

const id = fc.stringMatching(/^[0-9a-f]{16}$/).filter((one) => !/^0*$/.test(one));
const resources = ["a", "b"].map((service) => ({ service, attributes: {} }));
const attributes = {};
const events: ReadSpan["events"] = [];
const span: fc.Arbitrary<ReadSpan> = fc.record({
  traceId: fc.constant("00ff".repeat(8)),
  spanId: id,
  parentSpanId: fc.option(id, { nil: undefined }),
  name: fc.constantFrom("GET /", "", "query"),
  kind: fc.constantFrom("server", "client", "internal"),
  startMs: fc.double({ min: 0, max: 2e12, noNaN: true }),
  endMs: fc.double({ min: 0, max: 2e12, noNaN: true }),
  status: fc.constantFrom("unset", "error"),
  attributes: fc.constant(attributes),
  events: fc.constant(events),
  resource: fc.constantFrom(...resources),
  facts: fc.record({
    operation: fc.constantFrom("GET /", "unnamed"),
    peer: fc.constantFrom(undefined, "db"),
    failed: fc.boolean(),
    refused: fc.boolean(),
    brokeDown: fc.boolean(),
  }),
});

it("gives back every span of a trace as it was", () => {
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 40 }), (spans) => {
      const packed = packTrace(spans);
      expect(packed && unpackTrace(packed)).toEqual(spans);
    }),
  );
});

it("leaves alone what has other ids", () => {
  fc.assert(
    fc.property(span, fc.constantFrom("1", "", "ABCDEF0123456789"), (one, odd) => {
      expect(packTrace([one, { ...one, spanId: odd }])).toBeNull();
      expect(packTrace([{ ...one, parentSpanId: odd }])).toBeNull();
      expect(packTrace([])).toBeNull();
    }),
  );
});
