import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeLogsJson } from "../../../src/edge/otlp/json/logs.ts";
import { decodeMetricsJson } from "../../../src/edge/otlp/json/metrics.ts";
import { decodeTracesJson } from "../../../src/edge/otlp/json/traces.ts";
import { MalformedOtlp } from "../../../src/edge/otlp/malformed-otlp.ts";
import { OversizedOtlp } from "../../../src/edge/otlp/oversized-otlp.ts";
import { decodeLogs } from "../../../src/edge/otlp/protobuf/logs.ts";
import { decodeMetrics } from "../../../src/edge/otlp/protobuf/metrics.ts";
import { decodeTraces } from "../../../src/edge/otlp/protobuf/traces.ts";
import { logsRequest, metricsRequest, traceRequest } from "./arbitrary-requests.ts";
import { asOtlpJson } from "./as-otlp-json.ts";
import { oracle } from "./oracle.ts";

type Decode = (bytes: Buffer, receivedMs: number) => unknown;

/** Decodes, or refuses with a reason. Anything else that is thrown fails the test. */
function decodesOrRefuses(decode: Decode, bytes: Buffer): "decoded" | "refused" {
  try {
    decode(bytes, 1);
    return "decoded";
  } catch (error) {
    if (!(error instanceof MalformedOtlp)) throw error;
    expect(error.message.length).toBeGreaterThan(20);
    return "refused";
  }
}

const field = (number: number, content: Uint8Array | number[]): number[] => {
  const length: number[] = [];
  let rest = content.length;
  for (; rest > 127; rest >>>= 7) length.push((rest & 127) | 128);
  return [(number << 3) | 2, ...length, rest, ...content];
};
const inSpan = (content: number[]): Buffer => Buffer.from(field(1, field(2, field(2, content))));

const PROTOBUF = [
  ["traces", decodeTraces, traceRequest],
  ["metrics", decodeMetrics, metricsRequest],
  ["logs", decodeLogs, logsRequest],
] as const;
const JSONS = [
  ["traces", decodeTracesJson, traceRequest],
  ["metrics", decodeMetricsJson, metricsRequest],
  ["logs", decodeLogsJson, logsRequest],
] as const;

describe.each(PROTOBUF)("hostile protobuf %s", (name, decode, request) => {
  it("random bytes are decoded or refused, never a crash", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        decodesOrRefuses(decode, Buffer.from(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it("a message cut anywhere but between its parts is refused", () => {
    fc.assert(
      fc.property(request, fc.nat(), (message, at) => {
        const whole = Buffer.from(oracle[name].encode(message).finish());
        const cut = whole.subarray(0, at % (whole.length + 1));
        let oracleTakesIt = true;
        try {
          oracle[name].decode(cut);
        } catch {
          oracleTakesIt = false;
        }
        expect(decodesOrRefuses(decode, cut)).toBe(oracleTakesIt ? "decoded" : "refused");
      }),
      { numRuns: 500 },
    );
  });

  it("a message with altered bytes is decoded or refused, and never read past its end", () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(request, changes, (message, edits) => {
        const whole = Buffer.from(oracle[name].encode(message).finish());
        if (whole.length === 0) return;
        for (const [at, byte] of edits) whole[at % whole.length] = byte;
        decodesOrRefuses(decode, whole);
        // The same bytes as a window into a larger buffer: neighbours must not be seen.
        const inside = Buffer.concat([Buffer.alloc(64, 0x0a), whole, Buffer.alloc(64, 0x0a)]);
        const window = inside.subarray(64, 64 + whole.length);
        expect(decodesOrRefuses(decode, window)).toBe(decodesOrRefuses(decode, whole));
      }),
      { numRuns: 500 },
    );
  });
});

describe("hostile protobuf", () => {
  it.each([
    ["a length beyond the body", Buffer.from([0x0a, 0x05, 0x00]), /length of 5 bytes goes past the end/],
    ["a length beyond its parent", Buffer.from(field(1, [0x12, 0x7f])), /goes past the end of its message/],
    ["a length of 2^63", Buffer.from([0x0a, ...new Array(8).fill(0xff), 0x7f, 0]), /goes past the end/],
    [
      "a number that stops midway",
      Buffer.from([0x08, 0x80]),
      /field 1 of ExportTraceServiceRequest has wire type 0/,
    ],
    ["an unknown number that stops midway", Buffer.from([0x78, 0x80]), /runs past the end of its message/],
    ["a number of eleven bytes", Buffer.from([0x78, ...new Array(10).fill(0x80), 1]), /longer than 64 bits/],
    ["a number beyond 64 bits", Buffer.from([0x78, ...new Array(9).fill(0x80), 2]), /longer than 64 bits/],
    ["field number 0", Buffer.from([0x00]), /field number 0/],
    [
      "a field number beyond 32 bits",
      Buffer.from([0x8a, 0x80, 0x80, 0x80, 0x80, 1]),
      /field number is longer/,
    ],
    ["a group", Buffer.from([0x7b, 0x7c]), /wire type 3, which OTLP does not use/],
    ["wire type 7", Buffer.from([0x7f]), /wire type 7, which OTLP does not use/],
    ["a name that is a number", inSpan([0x28, 1]), /field 5 of Span has wire type 0 where 2 is due/],
    ["a time that is cut", inSpan([0x39, 1, 2, 3]), /8 bytes runs past the end/],
    ["a kind that is text", inSpan([0x32, 0]), /field 6 of Span has wire type 2 where 0 is due/],
  ])("%s is refused with the place and the reason", (_what, bytes, reason) => {
    expect(() => decodeTraces(bytes)).toThrow(reason);
    expect(() => decodeTraces(bytes)).toThrow(MalformedOtlp);
  });

  it("values nested deeper than the limit are refused, those at the limit are read", () => {
    const nested = (levels: number): Buffer => {
      let value = field(1, Buffer.from("deep"));
      for (let level = 1; level < levels; level++) value = field(5, field(1, value));
      return inSpan(field(9, [...field(1, Buffer.from("key")), ...field(2, value)]));
    };
    expect(decodesOrRefuses(decodeTraces, nested(32))).toBe("decoded");
    expect(() => decodeTraces(nested(33))).toThrow(/nested deeper than 32 levels/);
    expect(() => decodeTraces(nested(300))).toThrow(MalformedOtlp);
  });

  it("fields of a later version are stepped over, whatever their type", () => {
    // Field 100 as a number, 8 bytes, 4 bytes and a text.
    const novel = [
      ...[0xa0, 0x06, 0x96, 0x01],
      ...[0xa1, 0x06, ...new Array(8).fill(1)],
      ...[0xa5, 0x06, 1, 2, 3, 4],
      ...[0xa2, 0x06, 3, 1, 2, 3],
    ];
    const times = [0x39, ...new Array(8).fill(1), 0x41, ...new Array(8).fill(1)];
    const ids = [...field(1, new Array(16).fill(1)), ...field(2, new Array(8).fill(2))];
    const { telemetry } = decodeTraces(inSpan([...novel, ...ids, ...novel, ...times]));
    expect(telemetry.spans).toHaveLength(1);
  });

  it("scope, resource and name may follow what they describe", () => {
    const span = [
      ...field(1, new Array(16).fill(1)),
      ...field(2, new Array(8).fill(2)),
      ...[0x39, ...new Array(8).fill(1), 0x41, ...new Array(8).fill(1)],
    ];
    const resource = field(1, [
      ...field(1, Buffer.from("service.name")),
      ...field(2, field(1, Buffer.from("quotes"))),
    ]);
    const scopeSpans = [...field(2, span), ...field(1, field(1, Buffer.from("http")))];
    const { telemetry } = decodeTraces(
      Buffer.from(field(1, [...field(2, scopeSpans), ...field(1, resource)])),
    );
    expect(telemetry.spans[0]).toMatchObject({ scope: "http", resource: { service: "quotes" } });

    const point = [0x19, ...new Array(8).fill(1), 0x21, ...new Array(8).fill(0)];
    const metric = [
      ...field(5, field(1, point)),
      ...field(1, Buffer.from("heap")),
      ...field(3, Buffer.from("By")),
    ];
    const { points } = decodeMetrics(Buffer.from(field(1, field(2, field(2, metric))))).telemetry;
    expect(points[0]).toMatchObject({ name: "heap", unit: "By", value: 0 });
  });

  it("bucket counts and bounds may come unpacked", () => {
    const double = (value: number): Buffer => {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(value);
      return bytes;
    };
    const one = [1, 0, 0, 0, 0, 0, 0, 0];
    const point = [0x19, ...new Array(8).fill(1), 0x31, ...one, 0x31, ...one, 0x39, ...double(2.5)];
    const metric = field(9, field(1, point));
    const { points } = decodeMetrics(Buffer.from(field(1, field(2, field(2, metric))))).telemetry;
    expect(points[0]?.histogram).toMatchObject({ bounds: [2.5], counts: [1, 1] });
  });

  it("a small body that would unfold to millions of records is refused before it does", () => {
    const empty = Buffer.alloc(2_000_000);
    for (let at = 0; at < empty.length; at += 2) empty[at] = 0x12;
    const scopeLogs = Buffer.from(field(2, empty));
    const request = Buffer.from(field(1, scopeLogs));
    expect(() => decodeLogs(request, 1)).toThrow(OversizedOtlp);
    expect(() => decodeTraces(request)).toThrow(OversizedOtlp);
  });
});

describe.each(JSONS)("hostile JSON %s", (_name, decode, request) => {
  it("any JSON value is decoded or refused, never a crash", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        decodesOrRefuses(decode, Buffer.from(text));
      }),
      { numRuns: 500 },
    );
  });

  it("a message with one value replaced is decoded or refused", () => {
    fc.assert(
      fc.property(request, fc.nat(), fc.jsonValue(), (message, at, replacement) => {
        const tree = JSON.parse(asOtlpJson(message, { upperCase: false }));
        const places: [Record<string, unknown>, string][] = [];
        const walk = (value: unknown): void => {
          if (typeof value !== "object" || value === null) return;
          for (const key of Object.keys(value)) {
            places.push([value as Record<string, unknown>, key]);
            walk((value as Record<string, unknown>)[key]);
          }
        };
        walk(tree);
        const place = places[at % Math.max(1, places.length)];
        if (place !== undefined) place[0][place[1]] = replacement;
        decodesOrRefuses(decode, Buffer.from(JSON.stringify(tree)));
      }),
      { numRuns: 500 },
    );
  });

  it("a cut message is refused", () => {
    fc.assert(
      fc.property(request, fc.nat(), (message, at) => {
        const whole = Buffer.from(asOtlpJson(message, { upperCase: false }));
        expect(decodesOrRefuses(decode, whole.subarray(0, at % whole.length))).toBe("refused");
      }),
    );
  });

  it("brackets without end are refused", () => {
    expect(decodesOrRefuses(decode, Buffer.alloc(1_000_000, "["))).toBe("refused");
    expect(decodesOrRefuses(decode, Buffer.from('{"a":'.repeat(200_000)))).toBe("refused");
  });
});
