import { expect, it } from "vitest";
import { decodeTracesJson } from "../../../src/edge/otlp/json/traces.ts";
import { decodeTraces } from "../../../src/edge/otlp/protobuf/traces.ts";
import { asOtlpJson } from "./as-otlp-json.ts";
import { oracle } from "./oracle.ts";

const SECOND = 1_000_000_000n;
const START = 1_700_000_000n * SECOND;
const long = (nanoseconds: bigint) => ({
  low: Number(BigInt.asIntN(32, nanoseconds)),
  high: Number(nanoseconds >> 32n),
  unsigned: false,
});

it.each<[string, bigint, bigint, "kept" | RegExp]>([
  ["ends after it starts", START, START + SECOND, "kept"],
  ["ends as it starts", START, START, "kept"],
  ["was overtaken by a clock set back half a second", START, START - SECOND / 2n, "kept"],
  ["ends two seconds before it starts", START, START - 2n * SECOND, /ends before it starts/],
  ["has no end", START, 0n, /ends before it starts/],
  ["has no start", 0n, START, /no start time/],
])("a span that %s", (_what, start, end, outcome) => {
  const message = {
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: [
              {
                traceId: new Uint8Array(16).fill(1),
                spanId: new Uint8Array(8).fill(2),
                startTimeUnixNano: long(start),
                endTimeUnixNano: long(end),
              },
            ],
          },
        ],
      },
    ],
  };
  for (const { telemetry, rejected, reason } of [
    decodeTraces(Buffer.from(oracle.traces.encode(message).finish())),
    decodeTracesJson(Buffer.from(asOtlpJson(message, { upperCase: false }))),
  ]) {
    if (outcome === "kept") {
      expect(rejected).toBe(0);
      expect(telemetry.spans[0]?.startMs).toBe(1_700_000_000_000);
      expect(telemetry.spans[0]?.endMs).toBe(1_700_000_000_000 + Number(end > start ? 1000 : 0));
    } else {
      expect([telemetry.spans.length, rejected]).toEqual([0, 1]);
      expect(reason).toMatch(outcome);
    }
  }
});
