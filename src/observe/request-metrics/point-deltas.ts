import type { MetricPoint } from "../../contracts/telemetry.ts";

/** What happened between two points of one stream. */
export interface Delta {
  fromMs: number;
  toMs: number;
  count: number;
  /** Of histograms, with the bounds of the point; null of sums. */
  counts: readonly number[] | null;
}

interface Stream {
  writer: string;
  startMs: number | undefined;
  timeMs: number;
  count: number;
  counts: readonly number[] | null;
  heardMs: number;
}

/** The exports of one metric by one process since it started: the times of the last two. */
interface Writer {
  timeMs: number;
  beforeMs: number | null;
  heardMs: number;
}

/** Streams that are followed at once, of one service and in all; more are left alone, as one forgotten would count again from zero. */
const MAX_STREAMS_OF_ONE = 2_000;
const MAX_STREAMS = 20_000;
/** Points of one export that are stamped one by one. */
const ONE_EXPORT_MS = 500;
/** What tells a stream of requests apart from others of its process is a few short words. */
const MAX_SIGNATURE = 4_000;
const IDLE_MS = 900_000;
/** A process that is younger than this was not missed, whenever Scout began to listen. */
const YOUNG_MS = 120_000;
/** Where a delta does not say when it began. */
const INTERVAL_MS = 60_000;

/**
 * Turns data points, cumulative or delta, into what was added since the point before, by the rules of OpenTelemetry's data
 * model (https://opentelemetry.io/docs/specs/otel/metrics/data-model/#temporality). A point that comes twice, or after a
 * later one, adds nothing: the later cumulative one holds it.
 *
 * - A stream is one set of attributes of one process with one start time, so that a restart is a new stream, and two writers
 *   that share all attributes (Collectors side by side) do not look like one that restarts with every export.
 * - The first point of a stream counts in full where the process is young, or where its earlier exports were heard and this
 *   stream was not among them: then it is the first failure of a process that has run for a day. Otherwise it is only where
 *   counting begins.
 * - Without a start time a smaller count is a restart.
 */
export class PointDeltas {
  private readonly streams = new Map<string, Stream>();
  private readonly writers = new Map<string, Writer>();
  private readonly streamsOf = new Map<string, number>();
  private sweptMs = Number.NEGATIVE_INFINITY;

  /** @param owner whose point it is: streams of two owners have nothing to do with each other. */
  next(owner: string, point: MetricPoint, now: number): Delta | null {
    this.sweep(now);
    const count = point.histogram?.count ?? point.value;
    if (count === undefined || !(count >= 0) || !Number.isFinite(point.timeMs)) return null;
    const attributes = signature(point);
    if (attributes.length + point.name.length > MAX_SIGNATURE) return null;
    const isDelta = point.temporality === "delta";
    const writer = `${owner}\0${point.name}\0${point.resource.instance ?? ""}\0${isDelta ? "" : (point.startMs ?? "")}`;
    const before = this.previousExport(writer, point.timeMs, now);
    const key = `${writer}\0${attributes}`;
    const last = this.streams.get(key);
    if (last && point.timeMs <= last.timeMs) return null;
    if (!last) {
      const mine = this.streamsOf.get(owner) ?? 0;
      if (mine >= MAX_STREAMS_OF_ONE || this.streams.size >= MAX_STREAMS) return null;
      this.streamsOf.set(owner, mine + 1);
    }
    const counts = point.histogram?.counts ?? null;
    const next = { writer, startMs: point.startMs, timeMs: point.timeMs, count, counts, heardMs: now };
    this.streams.set(key, next);
    if (isDelta) return deltaOf(point, last?.timeMs, count, counts);
    return last ? difference(last, next) : first(next, before);
  }

  /** When the export before this one was; null where none was heard. */
  private previousExport(name: string, timeMs: number, now: number): number | null {
    let writer = this.writers.get(name);
    if (!writer) {
      if (this.writers.size >= MAX_STREAMS) return null;
      writer = { timeMs, beforeMs: null, heardMs: now };
      this.writers.set(name, writer);
    }
    writer.heardMs = now;
    if (timeMs > writer.timeMs + ONE_EXPORT_MS) {
      writer.beforeMs = writer.timeMs;
      writer.timeMs = timeMs;
    }
    return writer.beforeMs;
  }

  /**
   * A cumulative stream is repeated with every export: one that is not has ended. Its writer is forgotten with it, so that the
   * stream, should it come back, does not look like a new one.
   */
  private sweep(now: number): void {
    if (now - this.sweptMs < IDLE_MS / 3) return;
    this.sweptMs = now;
    for (const [key, stream] of this.streams) {
      if (now - stream.heardMs <= IDLE_MS) continue;
      this.streams.delete(key);
      this.writers.delete(stream.writer);
      const owner = stream.writer.slice(0, stream.writer.indexOf("\0"));
      const left = (this.streamsOf.get(owner) ?? 1) - 1;
      if (left > 0) this.streamsOf.set(owner, left);
      else this.streamsOf.delete(owner);
    }
    for (const [key, writer] of this.writers) if (now - writer.heardMs > IDLE_MS) this.writers.delete(key);
  }
}

function deltaOf(
  point: MetricPoint,
  lastMs: number | undefined,
  count: number,
  counts: readonly number[] | null,
): Delta {
  const fromMs = Math.max(point.startMs ?? lastMs ?? point.timeMs - INTERVAL_MS, lastMs ?? 0);
  return { fromMs: Math.min(fromMs, point.timeMs), toMs: point.timeMs, count, counts };
}

function difference(last: Stream, next: Stream): Delta {
  const counts =
    next.counts && last.counts?.length === next.counts.length
      ? next.counts.map((value, index) => value - (last.counts?.[index] ?? 0))
      : next.counts;
  const restarted = next.count < last.count || (counts?.some((value) => value < 0) ?? false);
  if (restarted || (next.counts && last.counts?.length !== next.counts.length)) {
    return { fromMs: last.timeMs, toMs: next.timeMs, count: next.count, counts: next.counts };
  }
  return { fromMs: last.timeMs, toMs: next.timeMs, count: next.count - last.count, counts };
}

function first(stream: Stream, beforeMs: number | null): Delta | null {
  const { startMs, timeMs, count, counts } = stream;
  const isYoung = startMs !== undefined && startMs < timeMs && timeMs - startMs <= YOUNG_MS;
  if (!isYoung && beforeMs === null) return null;
  if (beforeMs !== null && beforeMs >= timeMs) return null;
  const fromMs = isYoung ? Math.max(startMs, beforeMs ?? startMs) : (beforeMs as number);
  return { fromMs, toMs: timeMs, count, counts };
}

function signature(point: MetricPoint): string {
  const { attributes } = point;
  return Object.keys(attributes)
    .sort()
    .map((key) => `${key}=${String(attributes[key])}`)
    .join("\0");
}
