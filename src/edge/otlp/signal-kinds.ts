import type { HandedBatch } from "../../contracts/handed-batch.ts";
import type { TraceInterest } from "../../contracts/telemetry.ts";
import type { OtlpFormat } from "./answer.ts";
import type { Decoded } from "./decoded.ts";
import { decodeLogsJsonInParts } from "./json/logs.ts";
import { decodeMetricsJsonInParts } from "./json/metrics.ts";
import { decodeTracesJsonInParts } from "./json/traces.ts";
import { decodeLogsInParts } from "./protobuf/logs.ts";
import { decodeMetricsInParts } from "./protobuf/metrics.ts";
import { decodeTracesInParts } from "./protobuf/traces.ts";

type Decode = (
  bytes: Buffer,
  receivedMs: number,
  interest: TraceInterest | undefined,
) => Generator<void, Decoded>;

export type SignalKind = Readonly<Record<OtlpFormat, Decode>> & {
  /** The JSON name of its partial success's counter. */
  counter: string;
};

/** What OTLP sends, by the path that it is sent to. */
export const SIGNAL_KINDS: Readonly<Record<HandedBatch["path"], SignalKind>> = {
  "/v1/traces": { counter: "rejectedSpans", protobuf: decodeTracesInParts, json: decodeTracesJsonInParts },
  "/v1/metrics": {
    counter: "rejectedDataPoints",
    protobuf: decodeMetricsInParts,
    json: decodeMetricsJsonInParts,
  },
  "/v1/logs": { counter: "rejectedLogRecords", protobuf: decodeLogsInParts, json: decodeLogsJsonInParts },
};
