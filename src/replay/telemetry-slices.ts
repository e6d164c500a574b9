import { open } from "node:fs/promises";
import type { BundleProblem } from "../contracts/bundle.ts";
import type { LogRecord, MetricPoint, Span, Telemetry } from "../contracts/telemetry.ts";
import { decodeLogsJson } from "../edge/otlp/json/logs.ts";
import { decodeMetricsJson } from "../edge/otlp/json/metrics.ts";
import { decodeTracesJson } from "../edge/otlp/json/traces.ts";
import { MalformedOtlp } from "../edge/otlp/malformed-otlp.ts";
import { OversizedOtlp } from "../edge/otlp/oversized-otlp.ts";
import { type Block, STEP_MS, type TelemetryFile, type TelemetryIndex } from "./index-telemetry.ts";
import { splitRequest } from "./split-request.ts";

/** Records that are held at a time, about. */
const SLICE_RECORDS = 100_000;
/** Each broken line is counted, and the first few are told. */
const TOLD = 5;

const DECODE = {
  "traces.jsonl": decodeTracesJson,
  "logs.jsonl": decodeLogsJson,
  "metrics.jsonl": decodeMetricsJson,
};

/** What arrived in one stretch of time. */
export interface Slice {
  fromMs: number;
  toMs: number;
  spans: Span[];
  points: MetricPoint[];
  logs: LogRecord[];
}

/** When a record left its process, in epoch milliseconds. */
export const timeOf = {
  span: (span: Span) => span.endMs,
  point: (point: MetricPoint) => point.timeMs,
  log: (log: LogRecord) => log.timeMs,
};

/**
 * The telemetry of a bundle in the order of time, in stretches of about a hundred thousand records. A block
 * that reaches over several stretches is decoded for each of them anew: order costs time here and never memory.
 * Lines that are broken are left out, counted, and told.
 */
export async function* telemetrySlices(
  index: TelemetryIndex,
  problems: BundleProblem[],
): AsyncGenerator<Slice> {
  const broken = new Map<TelemetryFile, { lines: Set<number>; records: number; reason: string }>();
  const blocks = index.blocks.toSorted((a, b) => a.fromMs - b.fromMs);
  try {
    for (const block of blocks.filter((one) => one.toMs === 0)) await decodeBlock(block, broken);
    for (const [fromMs, toMs] of stretches(index.histogram)) {
      const slice: Slice = { fromMs, toMs, spans: [], points: [], logs: [] };
      const within = (ms: number) => ms >= fromMs && ms < toMs;
      for (const block of blocks) {
        if (block.fromMs >= toMs) break;
        if (block.toMs < fromMs) continue;
        for (const { spans, points, logs } of await decodeBlock(block, broken)) {
          for (const span of spans) if (within(timeOf.span(span))) slice.spans.push(span);
          for (const point of points) if (within(timeOf.point(point))) slice.points.push(point);
          for (const log of logs) if (within(timeOf.log(log))) slice.logs.push(log);
        }
      }
      slice.spans.sort((a, b) => timeOf.span(a) - timeOf.span(b));
      slice.points.sort((a, b) => timeOf.point(a) - timeOf.point(b));
      slice.logs.sort((a, b) => timeOf.log(a) - timeOf.log(b));
      yield slice;
    }
  } finally {
    // Also where whoever reads has seen enough.
    tell(broken, problems);
  }
}

/** From and to in epoch milliseconds, the end left out. */
function stretches(histogram: ReadonlyMap<number, number>): [number, number][] {
  const steps = [...histogram].sort((a, b) => a[0] - b[0]);
  const found: [number, number][] = [];
  let open: { from: number; to: number; records: number } | null = null;
  for (const [step, records] of steps) {
    if (open && (open.records + records > SLICE_RECORDS || step - open.to > 360)) {
      found.push([open.from * STEP_MS, open.to * STEP_MS]);
      open = null;
    }
    open ??= { from: step, to: step, records: 0 };
    open.to = step + 1;
    open.records += records;
  }
  if (open) found.push([open.from * STEP_MS, open.to * STEP_MS]);
  return found;
}

type Broken = Map<TelemetryFile, { lines: Set<number>; records: number; reason: string }>;

async function decodeBlock(block: Block, broken: Broken): Promise<Telemetry[]> {
  const bytes = Buffer.allocUnsafe(block.length);
  const handle = await open(block.path, "r");
  try {
    await handle.read(bytes, 0, block.length, block.offset);
  } finally {
    await handle.close();
  }
  const found: Telemetry[] = [];
  let line = block.line;
  for (let from = 0; from < bytes.length; line++) {
    const newline = bytes.indexOf(10, from);
    const end = newline < 0 ? bytes.length : newline;
    const text = bytes.subarray(from, end);
    from = end + 1;
    if (text.every((byte) => byte <= 32)) continue;
    const note = (reason: string, records: number) => {
      const of = broken.get(block.file) ?? { lines: new Set(), records: 0, reason };
      broken.set(block.file, of);
      if (!of.lines.has(line)) of.records += records;
      of.lines.add(line);
    };
    try {
      for (const part of splitRequest(text)) {
        const { telemetry, rejected, reason } = DECODE[block.file](part, 0);
        found.push(telemetry);
        if (rejected > 0) note(reason ?? "has records that cannot be used", rejected);
      }
    } catch (error) {
      if (!(error instanceof MalformedOtlp || error instanceof OversizedOtlp)) throw error;
      note(error.message, 0);
    }
  }
  return found;
}

function tell(broken: Broken, problems: BundleProblem[]): void {
  for (const [file, { lines, records, reason }] of broken) {
    const numbers = [...lines].sort((a, b) => a - b);
    const [first] = numbers;
    if (first === undefined) continue;
    const named = `${numbers.slice(0, TOLD).join(", ")}${numbers.length > TOLD ? " and others" : ""}`;
    const what =
      records > 0
        ? `${records} records on ${count(numbers.length, "line")} (${named}) are left out`
        : `${count(numbers.length, "line")} (${named}) cannot be read and ${numbers.length === 1 ? "is" : "are"} left out`;
    problems.push({
      file,
      line: first,
      message: `${what}; the first: ${reason}`,
      hint: "Each line must be one whole Export…ServiceRequest as OTLP JSON; jq -c . writes one a line.",
    });
  }
}

const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
