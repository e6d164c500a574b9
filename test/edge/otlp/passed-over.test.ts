import fc from "fast-check";
import { expect, it } from "vitest";
import type { Span } from "../../../src/contracts/telemetry.ts";
import type { Decoded } from "../../../src/edge/otlp/decoded.ts";
import { decodeTraces } from "../../../src/edge/otlp/protobuf/traces.ts";
import { traceRequest } from "./arbitrary-requests.ts";
import { mutateBytes } from "./mutate.ts";
import { oracle } from "./oracle.ts";

/** The ids are random, so half of all traces. */
const halfOfThem = (traceId: string) => Number.parseInt(traceId.slice(-1), 16) < 8;
const nobody = () => false;

function isLeftOut(span: Span, isWanted: (traceId: string) => boolean): boolean {
  const isCall = span.kind === "internal" || span.kind === "client" || span.kind === "producer";
  return isCall && span.events.length === 0 && !isWanted(span.traceId);
}

it.each([
  ["nobody", nobody],
  ["somebody, half of all traces", halfOfThem],
])("calls of traces that %s looks at are left out, and nothing else", (_who, isWanted) => {
  let leftOut = 0;
  fc.assert(
    fc.property(traceRequest, (message) => {
      const bytes = Buffer.from(oracle.traces.encode(message).finish());
      const all = decodeTraces(bytes);
      const some = decodeTraces(bytes, 0, isWanted);
      const told = new Set<object>();
      const expected = all.telemetry.spans.filter((span) => {
        const isFirst = !told.has(span.resource);
        told.add(span.resource);
        return isFirst || !isLeftOut(span, isWanted);
      });
      expect(some.telemetry.spans).toEqual(expected);
      expect(some.telemetry.passedOver ?? 0).toBe(all.telemetry.spans.length - expected.length);
      expect([some.rejected, some.reason]).toEqual([all.rejected, all.reason]);
      leftOut += some.telemetry.passedOver ?? 0;
    }),
    { numRuns: 400 },
  );
  expect(leftOut).toBeGreaterThan(10);
});

it("what is left out is refused for the same reasons as what is read", () => {
  const outcome = (decode: () => Decoded) => {
    try {
      const { rejected, reason } = decode();
      return { rejected, reason };
    } catch (error) {
      return String(error);
    }
  };
  let refused = 0;
  fc.assert(
    fc.property(
      traceRequest,
      traceRequest,
      fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
      (message, other, chances) => {
        const [body, another] = [message, other].map((one) =>
          Buffer.from(oracle.traces.encode(one).finish()),
        );
        const random = () => chances.next().value as number;
        const bytes = mutateBytes(body as Buffer, another as Buffer, random);
        const whole = outcome(() => decodeTraces(bytes));
        expect(outcome(() => decodeTraces(bytes, 0, nobody))).toEqual(whole);
        if (typeof whole === "string") refused++;
      },
    ),
    { numRuns: 2_000 },
  );
  expect(refused).toBeGreaterThan(100);
});
