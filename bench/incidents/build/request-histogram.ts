import { otlpAttributes } from "./otlp-attributes.ts";
import type { Json } from "./recorder.ts";

const BOUNDS = [5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

/** What processes served, by operation and status: the input of `http.server.request.duration`. */
export class RequestHistogram {
  private readonly cells = new Map<
    string,
    { operation: string; status: number; count: number; sum: number; counts: number[] }
  >();

  add(operation: string, ms: number, status: number): void {
    const key = `${operation} ${status}`;
    let cell = this.cells.get(key);
    if (!cell) {
      cell = { operation, status, count: 0, sum: 0, counts: new Array<number>(BOUNDS.length + 1).fill(0) };
      this.cells.set(key, cell);
    }
    cell.count++;
    cell.sum += ms / 1000;
    const bucket = BOUNDS.findIndex((bound) => ms <= bound);
    const at = bucket < 0 ? BOUNDS.length : bucket;
    cell.counts[at] = (cell.counts[at] as number) + 1;
  }

  /** Cumulative points in seconds, as the semantic conventions want them. */
  points(startMs: number, atMs: number): Json[] {
    return [...this.cells.values()].flatMap(({ operation, status, count, sum, counts }) => {
      const [method, route] = operation.split(" ");
      if (!route?.startsWith("/")) return [];
      const values = {
        "http.request.method": method,
        "http.route": route,
        "http.response.status_code": status,
        "error.type": status >= 500 ? String(status) : undefined,
      };
      return [
        {
          attributes: otlpAttributes(values),
          startTimeUnixNano: nano(startMs),
          timeUnixNano: nano(atMs),
          count: String(count),
          sum,
          bucketCounts: counts.map(String),
          explicitBounds: BOUNDS.map((bound) => bound / 1000),
        },
      ];
    });
  }
}

const nano = (ms: number) => `${Math.round(ms * 1000)}000`;
