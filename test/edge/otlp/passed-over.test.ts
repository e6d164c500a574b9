import fc from "fast-check";
import { expect, it } from "vitest";
import type { CountedSpan, Span, TraceInterest } from "../../../src/contracts/telemetry.ts";
import type { Decoded } from "../../../src/edge/otlp/decoded.ts";
import { decodeTraces } from "../../../src/edge/otlp/protobuf/traces.ts";
import { traceRequest } from "./arbitrary-requests.ts";
import { mutateBytes } from "./mutate.ts";
import { oracle } from "./oracle.ts";

const ASKED = new Set(["http.route", "host.name", "toString"]);
const WITHOUT_ROUTE = new Set(["process.pid"]);
const interestIn = (takes: (traceId: string) => boolean): TraceInterest => ({
  among: (rank) => takes(`${"0".repeat(28)}${rank.toString(16).padStart(4, "0")}`),
  takes,
  asked: ASKED,
  askedWithoutRoute: WITHOUT_ROUTE,
});
/** The ids are random, so half of all traces. */
const halfOfThem = (traceId: string) => Number.parseInt(traceId.slice(-1), 16) < 8;
const nobody = () => false;

const isEntry = ({ kind }: Span) => kind === "server" || kind === "consumer";
const tells = (span: Span) =>
  span.events.some((event) => event.name === "exception" || "feature_flag.key" in event.attributes);
const isLookedAt = (span: Span, takes: (traceId: string) => boolean) =>
  span.kind === "unspecified" || takes(span.traceId) || tells(span);

function idsOf({ traceId, spanId }: Span): number[] {
  const words = [traceId.slice(16, 24), traceId.slice(24), spanId.slice(0, 8), spanId.slice(8)];
  return words.map((word) => Number.parseInt(word, 16) | 0);
}

function expectSameRequest(counted: CountedSpan, span: Span): void {
  const { attributes, ids, scopeAttributes, ...rest } = counted;
  expect(span).toMatchObject(rest);
  expect(scopeAttributes).toEqual(span.scopeAttributes);
  expect(ids).toEqual(idsOf(span));
  for (const [key, value] of Object.entries(span.attributes)) {
    if (ASKED.has(key)) expect(attributes[key]).toEqual(value);
    if (WITHOUT_ROUTE.has(key)) expect(attributes["http.route"]).toBeTypeOf("string");
  }
  for (const key of Object.keys(attributes)) expect(Object.hasOwn(span.attributes, key)).toBe(true);
}

it.each([
  ["nobody", nobody],
  ["somebody, half of all traces", halfOfThem],
])(
  "of traces that %s looks at, calls are left out, entries are counted, and nothing else is",
  (_who, takes) => {
    let leftOut = 0;
    let counted = 0;
    fc.assert(
      fc.property(traceRequest, (message) => {
        const bytes = Buffer.from(oracle.traces.encode(message).finish());
        const all = decodeTraces(bytes);
        // What was met before is known by its bytes.
        decodeTraces(bytes);
        const some = decodeTraces(bytes, 0, interestIn(takes));
        const read = [...some.telemetry.spans];
        const requests = [...(some.telemetry.counted ?? [])];
        let wholeCalls = 0;
        for (const span of all.telemetry.spans) {
          if (read.length > 0 && JSON.stringify(read[0]) === JSON.stringify(span)) {
            expect(read.shift()).toEqual(span);
            // An entry may be read whole though it need not be, where it says something new; a call, as the first of its process.
            if (!isEntry(span) && !isLookedAt(span, takes)) wholeCalls++;
            continue;
          }
          expect(isLookedAt(span, takes)).toBe(false);
          if (isEntry(span)) {
            expect(span.statusMessage).toBeUndefined();
            expectSameRequest(requests.shift() as CountedSpan, span);
            counted++;
          } else leftOut++;
        }
        expect([read, requests]).toEqual([[], []]);
        expect(wholeCalls).toBeLessThanOrEqual(message.resourceSpans.length);
        expect(some.telemetry.passedOver ?? 0).toBe(all.telemetry.spans.length - some.telemetry.spans.length);
        expect([some.rejected, some.reason]).toEqual([all.rejected, all.reason]);
      }),
      { numRuns: 600 },
    );
    expect(leftOut).toBeGreaterThan(10);
    expect(counted).toBeGreaterThan(10);
  },
);

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
        expect(outcome(() => decodeTraces(bytes, 0, interestIn(nobody)))).toEqual(whole);
        if (typeof whole === "string") refused++;
      },
    ),
    { numRuns: 2_000 },
  );
  expect(refused).toBeGreaterThan(100);
});
