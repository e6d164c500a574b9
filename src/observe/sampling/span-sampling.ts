import type { Span } from "../../contracts/telemetry.ts";
import { fisherExact } from "../statistics/fisher-exact.ts";
import { adjustedCount } from "./adjusted-count.ts";

/** How the policy says that spans are sampled; "auto" where Scout is to find out. */
export type DeclaredSampling = "auto" | "none" | "head" | "tail";

/** Once spans were seen to be chosen by how they ended, they are taken to be for so long after the last sign. */
const TAIL_MS = 3_600_000;
/** Requests per outcome before their weights are compared. */
const ENOUGH = { failed: 5, good: 20 };
/** Failing requests kept so many times as often as good ones are kept for failing. */
const FACTOR = 2;
/** Spans that are as good as all requests are not sampled, whatever they call a failure. */
const SAMPLED_BELOW = 0.7;
const CHANCE = 1e-6;
const MAX_OPERATIONS = 200;
/** Of a service's requests, what part must have a trace state that speaks of sampling before any is heeded. */
const USUAL = 0.05;
const REMEMBERED = 4_000;

interface Tally {
  good: number;
  goodWeight: number;
  failed: number;
  failedWeight: number;
}

/**
 * Whether the spans of one service may be counted. A collector that keeps every failing trace and one good one in a
 * hundred turns 0.5% of errors into a third: such spans are evidence, and no rate can be made of them. That is so
 *
 * - where the policy says `telemetry.sampling: tail`;
 * - where the spans say so: by the tail sampler's own attributes, by an adjusted count of zero, or by failing requests of an
 *   operation that stand for fewer requests than its good ones do (that weighting them would put it right is true on
 *   average, and not for the dozen that a window holds);
 * - where it shows: metrics of the same operation, which nothing samples, hold more requests and a smaller share of
 *   failing ones than the spans.
 *
 * Where nothing says so and no metrics are there to compare with, spans count as they are, weighted by what they say of
 * themselves. Most small systems sample nothing, or at the head, by trace, before anybody knows how the request will end:
 * shares and percentiles are then right whatever the probability, and only the rate is a fraction of the true one. What a
 * tail sampler that says nothing does to the share it does from the first second on: a share of failures that was never
 * seen lower is no alarm (`isSaid`), and what is learnt as normal holds it from then on.
 */
export class SpanSampling {
  declared: DeclaredSampling = "auto";
  private tailUntil = Number.NEGATIVE_INFINITY;
  private said = false;
  private readonly tallies = new Map<string, Tally>();
  private requests = 0;
  private stated = 0;

  /** Whether rates may be made of spans. */
  counts(now: number): boolean {
    if (this.declared === "auto") return now >= this.tailUntil;
    return this.declared !== "tail";
  }

  /** Whether policy or spans say how they are sampled, so that a share is what it looks like. */
  get isSaid(): boolean {
    return this.declared !== "auto" || this.said;
  }

  /** It was said, or shown, that spans are chosen by how they ended. */
  markTail(now: number): void {
    this.tailUntil = now + TAIL_MS;
  }

  /** For the snapshot: until when spans are taken for chosen, in epoch milliseconds; null where they are not. */
  get tailUntilMs(): number | null {
    return Number.isFinite(this.tailUntil) ? this.tailUntil : null;
  }

  restore(tailUntilMs: number | null): void {
    this.tailUntil = tailUntilMs ?? Number.NEGATIVE_INFINITY;
  }

  /**
   * For how many requests this one stands, as `adjustedCount` says; null where it says nothing that can be believed. A trace
   * state comes in with the request, and most services pass on what any stranger sends
   * (https://www.w3.org/TR/trace-context/#security-considerations): one that says of itself that it stands for a million, or
   * for none, would outweigh all others or end the counting. Whoever samples a service's traces does so with more than a few.
   *
   * @param byAttributes what its attributes alone say.
   */
  weightOf(span: Pick<Span, "traceState" | "attributes">, byAttributes: number | null): number | null {
    if (this.declared === "none") return null;
    const said = span.traceState === undefined ? byAttributes : adjustedCount(span);
    this.requests++;
    if (said !== null && span.traceState !== undefined) {
      this.stated++;
      if (this.stated < USUAL * this.requests) return byAttributes;
    }
    if (this.requests >= REMEMBERED) {
      this.requests /= 2;
      this.stated /= 2;
    }
    return said;
  }

  /** One request and for how many it says that it stands, null where it says nothing. */
  note(operation: string, weight: number | null, failed: boolean, now: number): void {
    if (this.declared !== "auto") return;
    if (weight === 0) this.markTail(now);
    if (weight !== null) this.said = true;
    let tally = this.tallies.get(operation);
    if (!tally) {
      if (weight === null || weight <= 1) return;
      if (this.tallies.size >= MAX_OPERATIONS) this.tallies.clear();
      tally = { good: 0, goodWeight: 0, failed: 0, failedWeight: 0 };
      this.tallies.set(operation, tally);
    }
    if (failed) {
      tally.failed++;
      tally.failedWeight += weight ?? 1;
    } else {
      tally.good++;
      tally.goodWeight += weight ?? 1;
    }
    if (tally.failed < ENOUGH.failed || tally.good < ENOUGH.good) return;
    if (tally.goodWeight / tally.good >= (FACTOR * tally.failedWeight) / tally.failed) this.markTail(now);
    if (tally.good + tally.failed > 5_000) {
      for (const key of ["good", "goodWeight", "failed", "failedWeight"] as const) tally[key] /= 2;
    }
  }

  /** Whether spans of the same operation and time as unsampled metrics were chosen by how they ended; remembered if so. */
  compare(
    spans: { requests: number; errors: number },
    metrics: { requests: number; errors: number },
    now: number,
  ): boolean {
    if (spans.errors < ENOUGH.failed || spans.requests >= SAMPLED_BELOW * metrics.requests) return false;
    const inSpans = spans.errors / spans.requests;
    const inMetrics = metrics.errors / metrics.requests;
    if (inSpans < FACTOR * inMetrics) return false;
    if (fisherExact(spans.errors, spans.requests, metrics.errors, metrics.requests) > CHANCE) return false;
    this.markTail(now);
    return true;
  }
}
