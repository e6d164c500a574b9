import { LatencySketch } from "./latency-sketch.ts";
import { FAILED, keyOf, ONLY_DURATION, type RequestCode, weightOf } from "./series/request-code.ts";

/**
 * Requests of one stretch of time, as sums that can be added up in any order. They are weighted: a span that was kept
 * of a hundred counts as a hundred requests. How much evidence that is, `tallyOf` says.
 */
export class RequestCell {
  requests = 0;
  errors = 0;
  /** Sum of the squared weights of the requests. */
  squares = 0;
  /** Durations; those of a process that has only just begun to serve are left out. */
  readonly latency = new LatencySketch();

  add(failed: boolean, durationMs: number | null, weight = 1): void {
    this.count(weight, failed ? weight : 0, weight * weight);
    if (durationMs !== null) this.latency.add(durationMs, weight);
  }

  /** So many alike, as a `RequestLog` keeps them. */
  addCode(code: RequestCode, count: number): void {
    const weight = weightOf(code);
    const sum = count * weight;
    if (!(code & ONLY_DURATION)) this.count(sum, code & FAILED ? sum : 0, sum * weight);
    const key = keyOf(code);
    if (key > 0) this.latency.put(key, sum, sum * weight);
  }

  count(requests: number, errors: number, squares: number): void {
    this.requests += requests;
    this.errors += errors;
    this.squares += squares;
  }

  merge(other: RequestCell): void {
    this.count(other.requests, other.errors, other.squares);
    this.latency.merge(other.latency);
  }

  /** Whether every request counted once. */
  isExact(): boolean {
    return (
      this.squares === this.requests &&
      this.latency.squares === this.latency.count &&
      Number.isInteger(this.requests) &&
      Number.isInteger(this.errors)
    );
  }
}
