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

/** Records that are held at a time, about, where they were not written in the order of time; and that are played at a time. */
const STRETCH_RECORDS = 100_000;
const SLICE_RECORDS = 4_000;
/** Each broken line is counted, and the first few are told. */
const TOLD = 5;

const DECODE = {
  "traces.jsonl": decodeTracesJson,
  "logs.jsonl": decodeLogsJson,
  "metrics.jsonl": decodeMetricsJson,
};

interface Records {
  spans: Span[];
  points: MetricPoint[];
  logs: LogRecord[];
}

/** What arrived in a part of a stretch of time. Its ends are whole tens of seconds. */
export interface Slice extends Records {
  fromMs: number;
  toMs: number;
  /** Whether it is of the same stretch as the one before. */
  continues: boolean;
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
 * Within a stretch a block is decoded when its time comes, so that of a file in order little is held at once.
 * Lines that are broken are left out, counted, and told.
 */
export async function* telemetrySlices(
  index: TelemetryIndex,
  problems: BundleProblem[],
): AsyncGenerator<Slice> {
  const broken: Broken = new Map();
  const blocks = index.blocks.toSorted((a, b) => a.fromMs - b.fromMs);
  try {
    for (const block of blocks.filter((one) => one.toMs === 0)) await decodeBlock(block, broken);
    for (const stretch of stretches(index.histogram)) {
      const due = blocks.filter(({ fromMs, toMs }) => fromMs < stretch.toMs && toMs >= stretch.fromMs);
      const within = (ms: number) => ms >= stretch.fromMs && ms < stretch.toMs;
      let held = noRecords();
      let next = 0;
      for (const [i, toMs] of stretch.ends.entries()) {
        for (let block = due[next]; block && block.fromMs < toMs; block = due[++next]) {
          for (const { spans, points, logs } of await decodeBlock(block, broken)) {
            for (const span of spans) if (within(timeOf.span(span))) held.spans.push(span);
            for (const point of points) if (within(timeOf.point(point))) held.points.push(point);
            for (const log of logs) if (within(timeOf.log(log))) held.logs.push(log);
          }
        }
        const [slice, later] = [noRecords(), noRecords()];
        for (const span of held.spans) (timeOf.span(span) < toMs ? slice : later).spans.push(span);
        for (const point of held.points) (timeOf.point(point) < toMs ? slice : later).points.push(point);
        for (const log of held.logs) (timeOf.log(log) < toMs ? slice : later).logs.push(log);
        held = later;
        slice.spans.sort((a, b) => timeOf.span(a) - timeOf.span(b));
        slice.points.sort((a, b) => timeOf.point(a) - timeOf.point(b));
        slice.logs.sort((a, b) => timeOf.log(a) - timeOf.log(b));
        yield { fromMs: stretch.ends[i - 1] ?? stretch.fromMs, toMs, continues: i > 0, ...slice };
      }
    }
  } finally {
    // Also where whoever reads has seen enough.
    tell(broken, problems);
  }
}

const noRecords = (): Records => ({ spans: [], points: [], logs: [] });

/** From and to in epoch milliseconds, the end left out; and where each of its slices ends. */
interface Stretch {
  fromMs: number;
  toMs: number;
  ends: number[];
}

function stretches(histogram: ReadonlyMap<number, number>): Stretch[] {
  const found: Stretch[] = [];
  let open: (Stretch & { records: number; sliced: number }) | null = null;
  const close = () => {
    if (open) found.push({ ...open, ends: [...open.ends, open.toMs] });
    open = null;
  };
  for (const [step, records] of [...histogram].sort((a, b) => a[0] - b[0])) {
    const fromMs = step * STEP_MS;
    if (open && (open.records + records > STRETCH_RECORDS || fromMs - open.toMs > 360 * STEP_MS)) close();
    open ??= { fromMs, toMs: fromMs, ends: [], records: 0, sliced: 0 };
    if (open.sliced > 0 && open.sliced + records > SLICE_RECORDS) {
      open.ends.push(open.toMs);
      open.sliced = 0;
    }
    open.toMs = fromMs + STEP_MS;
    open.records += records;
    open.sliced += records;
  }
  close();
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
