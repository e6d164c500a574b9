import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BundleProblem } from "../contracts/bundle.ts";

/** The files of OTLP JSON in a bundle, one export request a line, as the Collector's file exporter writes them. */
export const TELEMETRY_FILES = ["traces.jsonl", "logs.jsonl", "metrics.jsonl"] as const;
export type TelemetryFile = (typeof TELEMETRY_FILES)[number];

/** Whole lines that stand beside each other in one file. */
export interface Block {
  file: TelemetryFile;
  path: string;
  /** Bytes. */
  offset: number;
  length: number;
  /** Number of its first line, from 1. */
  line: number;
  fromMs: number;
  toMs: number;
}

export interface TelemetryIndex {
  blocks: Block[];
  /** How many times were seen in each ten seconds: ten seconds since the epoch → count. */
  histogram: Map<number, number>;
  /** Values of the environment that resources name. */
  environments: Set<string>;
}

export const STEP_MS = 10_000;
const CHUNK_BYTES = 1024 * 1024;
const BLOCK_BYTES = 256 * 1024;
/** A string of V8 holds half a gigabyte; a line must fit into one. */
const MAX_LINE_BYTES = 400 * 1024 * 1024;
const MAX_ENVIRONMENTS = 20;

/** Within a JSON string the quotes are escaped, so that no text of a sender's can look like a field. */
const TIMES =
  /"(?:endTimeUnixNano|timeUnixNano|observedTimeUnixNano)"\s*:\s*"?([1-9]\d*(?:\.\d+)?(?:[eE]\+?\d+)?)/g;
const ENVIRONMENTS =
  /"deployment\.environment(?:\.name)?"\s*,\s*"value"\s*:\s*\{\s*"stringValue"\s*:\s*"([^"\\]{1,100})"/g;

/**
 * Reads the telemetry of a bundle once, line by line, and notes where what time stands, so that it can then be
 * read in the order of time however it was written. Memory grows with the size of the files by about 1 to 2,000.
 */
export async function indexTelemetry(folder: string, problems: BundleProblem[]): Promise<TelemetryIndex> {
  const index: TelemetryIndex = { blocks: [], histogram: new Map(), environments: new Set() };
  for (const file of TELEMETRY_FILES) {
    const path = join(folder, file);
    const found = await stat(path).catch(() => null);
    if (found?.isFile()) await indexFile(file, path, index, problems);
  }
  return index;
}

async function indexFile(
  file: TelemetryFile,
  path: string,
  index: TelemetryIndex,
  problems: BundleProblem[],
): Promise<void> {
  let block: Block | null = null;
  const close = () => {
    if (block && block.toMs >= block.fromMs) index.blocks.push(block);
    block = null;
  };
  for await (const { bytes, offset, line } of linesOf(path, file, problems)) {
    const text = bytes.toString("latin1");
    let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const [, digits] of text.matchAll(TIMES)) {
      const ms = Number(digits) / 1e6;
      if (ms < from) from = ms;
      if (ms > to) to = ms;
      const step = Math.floor(ms / STEP_MS);
      index.histogram.set(step, (index.histogram.get(step) ?? 0) + 1);
    }
    if (index.environments.size < MAX_ENVIRONMENTS)
      for (const [, name = ""] of text.matchAll(ENVIRONMENTS)) index.environments.add(name.toLowerCase());
    // A line without any time is decoded all the same, with its neighbours: it may have to be complained of.
    block ??= { file, path, offset, length: 0, line, fromMs: from, toMs: to };
    block.length = offset + bytes.length - block.offset;
    block.fromMs = Math.min(block.fromMs, from);
    block.toMs = Math.max(block.toMs, to);
    if (block.length >= BLOCK_BYTES) close();
  }
  // Lines at the end of a file that hold no time at all are read with the block before them.
  const last = index.blocks.at(-1);
  const rest = block as Block | null;
  if (rest && rest.toMs < rest.fromMs) {
    if (last?.file === file) last.length = rest.offset + rest.length - last.offset;
    else index.blocks.push({ ...rest, fromMs: 0, toMs: 0 });
    block = null;
  }
  close();
}

/** The lines of a file without the empty ones. The bytes are valid until the next line is asked for. */
async function* linesOf(
  path: string,
  file: TelemetryFile,
  problems: BundleProblem[],
): AsyncGenerator<{ bytes: Buffer; offset: number; line: number }> {
  const handle = await open(path, "r");
  try {
    let parts: Buffer[] = [];
    let held = 0;
    let start = 0;
    let line = 1;
    let position = 0;
    let skipping = false;
    const take = (end: Buffer): { bytes: Buffer; offset: number; line: number } | null => {
      const bytes = held === 0 ? end : Buffer.concat([...parts, end]);
      parts = [];
      held = 0;
      const skipped = skipping;
      skipping = false;
      return skipped || bytes.every((byte) => byte <= 32) ? null : { bytes, offset: start, line };
    };
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, position);
      if (bytesRead === 0) break;
      const data = chunk.subarray(0, bytesRead);
      let from = 0;
      for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, from)) {
        const found = take(data.subarray(from, end));
        if (found) yield found;
        from = end + 1;
        start = position + from;
        line++;
      }
      if (from < bytesRead && !skipping) {
        parts.push(data.subarray(from));
        held += bytesRead - from;
        if (held > MAX_LINE_BYTES) {
          problems.push({
            file,
            line,
            message: `is a line of more than ${MAX_LINE_BYTES / 2 ** 20} MB and is left out`,
            hint: "Write one export request a line, such as the Collector's file exporter does.",
          });
          parts = [];
          held = 0;
          skipping = true;
        }
      }
      position += bytesRead;
    }
    const found = take(Buffer.alloc(0));
    if (found) yield found;
  } finally {
    await handle.close();
  }
}
