/** Seconds of one step, and how many steps are kept: half an hour. */
export const STEP_MS = 10_000;
export const STEPS = 180;

export interface Reading {
  /** Start of the step, epoch milliseconds. */
  atMs: number;
  value: number;
  max: number;
}

/**
 * One metric of one service with one set of attributes over half an hour, in steps of ten seconds: a ring, so that it
 * takes the same memory whatever comes. All processes of the service go into one step, whose mean and maximum are
 * kept: one bad node shows in the maximum.
 */
export class MetricSeries {
  readonly name: string;
  readonly unit: string;
  /** "level" is read as it is; "rate" is a sum a second; "mean" is a sum by a count (histograms). */
  readonly kind: "level" | "rate" | "mean";
  readonly attributes: Readonly<Record<string, string>>;
  private readonly steps = new Float64Array(STEPS);
  private readonly sums = new Float64Array(STEPS);
  private readonly counts = new Float64Array(STEPS);
  private readonly maxima = new Float64Array(STEPS);
  lastMs = 0;

  constructor(of: Pick<MetricSeries, "name" | "unit" | "kind" | "attributes">) {
    this.name = of.name;
    this.unit = of.unit;
    this.kind = of.kind;
    this.attributes = of.attributes;
  }

  add(atMs: number, sum: number, count: number): void {
    const step = Math.floor(atMs / STEP_MS);
    const i = ((step % STEPS) + STEPS) % STEPS;
    if ((this.steps[i] as number) > step) return;
    if (this.steps[i] !== step) {
      this.steps[i] = step;
      this.sums[i] = 0;
      this.counts[i] = 0;
      this.maxima[i] = Number.NEGATIVE_INFINITY;
    }
    this.sums[i] = (this.sums[i] as number) + sum;
    this.counts[i] = (this.counts[i] as number) + count;
    const one = this.kind === "mean" ? sum / count : sum;
    if (one > (this.maxima[i] as number)) this.maxima[i] = one;
    if (atMs > this.lastMs) this.lastMs = atMs;
  }

  /** Steps that begin in `[fromMs, toMs)` and hold anything, oldest first. */
  read(fromMs: number, toMs: number): Reading[] {
    const found: Reading[] = [];
    for (let i = 0; i < STEPS; i++) {
      const atMs = (this.steps[i] as number) * STEP_MS;
      const count = this.counts[i] as number;
      if (count <= 0 || atMs < fromMs || atMs >= toMs) continue;
      const sum = this.sums[i] as number;
      const value = this.kind === "rate" ? sum / (STEP_MS / 1000) : sum / count;
      found.push({ atMs, value, max: this.kind === "level" ? (this.maxima[i] as number) : value });
    }
    return found.sort((a, b) => a.atMs - b.atMs);
  }
}
