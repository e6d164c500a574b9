import type { MetricPoint } from "../../contracts/telemetry.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { revisionOf } from "../revision-of.ts";
import { type MemoryKind, memoryKind } from "./memory-kind.ts";

/** Processes of one service that are remembered, the latest. */
const MAX_PROCESSES = 24;
/** Points of one process: at most one a second for the first ten minutes, then thinned to every other one again and again. */
const MAX_POINTS = 600;

/** Parts of one measurement; no runtime's memory has as many. */
const MAX_PARTS = 64;

/** What one process holds, over time. */
export interface ProcessMemory {
  instance: string;
  revision: string;
  /** First sign of it, and start of its age. */
  firstMs: number;
  lastMs: number;
  series: { kind: MemoryKind; metric: string; points: [ms: number, bytes: number][] }[];
}

export type MemoryBookJson = ProcessMemory[];

/** Memory of the processes of one service. */
export class MemoryBook {
  /** Counts up with every point that is taken. */
  changes = 0;
  private readonly byInstance = new Map<string, ProcessMemory>();
  /** Parts of one measurement (the spaces of a heap, the pools of a JVM) that are still being added up. */
  private readonly parts = new Map<string, { atMs: number; values: Map<string, number> }>();

  /** Points of other metrics are passed over. */
  add(point: MetricPoint): void {
    const kind = memoryKind(point);
    if (!kind || point.value === undefined || !(point.value >= 0)) return;
    const revision = revisionOf(point.resource);
    const instance = point.resource.instance ?? revision;
    let memory = this.byInstance.get(instance);
    if (!memory) {
      memory = { instance, revision, firstMs: point.timeMs, lastMs: point.timeMs, series: [] };
      this.byInstance.set(instance, memory);
      if (this.byInstance.size > MAX_PROCESSES) this.forgetOldest();
    }
    memory.firstMs = Math.min(memory.firstMs, point.startMs ?? point.timeMs, point.timeMs);
    memory.lastMs = Math.max(memory.lastMs, point.timeMs);
    let series = memory.series.find((one) => one.metric === sanitise(point.name, 200));
    if (!series) {
      if (memory.series.length >= 8) return;
      series = { kind, metric: sanitise(point.name, 200), points: [] };
      memory.series.push(series);
    }
    this.changes++;
    put(series.points, point.timeMs, this.whole(`${instance}\0${point.name}`, point));
  }

  /** In the order in which they were first seen. */
  processes(): ProcessMemory[] {
    return [...this.byInstance.values()].sort((a, b) => a.firstMs - b.firstMs);
  }

  toJSON(): MemoryBookJson {
    return this.processes();
  }

  static from(json: MemoryBookJson): MemoryBook {
    const book = new MemoryBook();
    for (const memory of structuredClone(json)) book.byInstance.set(memory.instance, memory);
    return book;
  }

  private whole(key: string, point: MetricPoint): number {
    const part = JSON.stringify(point.attributes);
    let measurement = this.parts.get(key);
    if (!measurement || Math.abs(measurement.atMs - point.timeMs) > 500) {
      measurement = { atMs: point.timeMs, values: new Map() };
      this.parts.set(key, measurement);
    }
    if (measurement.values.size < MAX_PARTS || measurement.values.has(part))
      measurement.values.set(part, point.value as number);
    let sum = 0;
    for (const value of measurement.values.values()) sum += value;
    return sum;
  }

  private forgetOldest(): void {
    const oldest = [...this.byInstance.values()].reduce((a, b) => (a.lastMs <= b.lastMs ? a : b));
    this.byInstance.delete(oldest.instance);
    for (const key of this.parts.keys()) if (key.startsWith(`${oldest.instance}\0`)) this.parts.delete(key);
  }
}

function put(points: [number, number][], ms: number, bytes: number): void {
  let index = points.length;
  while (index > 0 && (points[index - 1] as [number, number])[0] > ms) index--;
  const before = points[index - 1];
  // Parts of one measurement, and the same point delivered twice, replace what stands there.
  if (before && ms - before[0] < 500) before[1] = bytes;
  else points.splice(index, 0, [ms, bytes]);
  if (points.length > MAX_POINTS) {
    const kept = points.filter((_, i) => i >= points.length - MAX_POINTS / 4 || i % 2 === 0);
    points.splice(0, points.length, ...kept);
  }
}
