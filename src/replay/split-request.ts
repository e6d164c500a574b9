/** What the decoder may unfold of one request is bounded; a line of less than this always fits. */
const WHOLE_BYTES = 16 * 1024 * 1024;
/** Records in one part of a larger one. */
const PART = 10_000;

const LEVELS = [
  ["resourceSpans", "scopeSpans", "spans"],
  ["resourceLogs", "scopeLogs", "logRecords"],
  ["resourceMetrics", "scopeMetrics", "metrics"],
] as const;

type Json = Readonly<Record<string, unknown>>;

/**
 * One export request as several of a size that the decoder takes: a converter may well write hours of telemetry
 * into one line. What is no request comes back as it is, for the decoder to refuse.
 */
export function* splitRequest(line: Buffer): Generator<Buffer> {
  if (line.length <= WHOLE_BYTES) {
    yield line;
    return;
  }
  let request: Json;
  try {
    request = JSON.parse(line.toString("utf8")) as Json;
  } catch {
    yield Buffer.from("{");
    return;
  }
  const level = LEVELS.find(([field]) => Array.isArray(request?.[field]));
  if (!level) {
    yield line;
    return;
  }
  const [outer, middle, inner] = level;
  for (const resourced of listOf(request, outer)) {
    for (const scoped of listOf(resourced, middle)) {
      const records = listOf(scoped, inner);
      for (let at = 0; at < records.length; at += PART) {
        const part = { ...resourced, [middle]: [{ ...scoped, [inner]: records.slice(at, at + PART) }] };
        yield Buffer.from(JSON.stringify({ [outer]: [part] }));
      }
    }
  }
}

function listOf(from: Json, field: string): Json[] {
  const value = from?.[field];
  return Array.isArray(value) ? value.filter((one) => typeof one === "object" && one !== null) : [];
}
