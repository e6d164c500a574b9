import { LatencySketch } from "./latency-sketch.ts";

/** Requests of one stretch of time, as counts that can be added up in any order. */
export class RequestCell {
  requests = 0;
  errors = 0;
  /** Durations; those of a process that has only just begun to serve are left out. */
  readonly latency = new LatencySketch();

  add(failed: boolean, durationMs: number | null): void {
    this.requests++;
    if (failed) this.errors++;
    if (durationMs !== null) this.latency.add(durationMs);
  }

  merge(other: RequestCell): void {
    this.requests += other.requests;
    this.errors += other.errors;
    this.latency.merge(other.latency);
  }

  toJSON(): CellJson {
    return [this.requests, this.errors, this.latency.toJSON()];
  }

  static from([requests, errors, latency]: CellJson): RequestCell {
    const cell = new RequestCell();
    cell.requests = requests;
    cell.errors = errors;
    cell.latency.merge(LatencySketch.from(latency));
    return cell;
  }
}

export type CellJson = [requests: number, errors: number, latency: [number, number][]];
