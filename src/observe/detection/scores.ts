import type { Alternative } from "../statistics/bernoulli-cusum.ts";

/** Bad requests of three seconds count up to this many standard deviations above what the alternative expects. */
const DEVIATIONS = 2;
const CAPPED_SECONDS = 3;

/** The scores of several CUSUM tests of one stream, that go from second to second. */
export class Scores {
  readonly values: number[];
  /** When each left zero. */
  readonly since: number[];
  highest = 0;
  /** The last seconds, and how many bad requests each test has counted in them. */
  private recent: { second: number; total: number; counted: number[] }[] = [];

  constructor(tests: number) {
    this.values = new Array(tests).fill(0);
    this.since = new Array(tests).fill(0);
  }

  copy(): Scores {
    const copy = new Scores(0);
    copy.values.push(...this.values);
    copy.since.push(...this.since);
    copy.highest = this.highest;
    copy.recent = this.recent.map((one) => ({ ...one, counted: [...one.counted] }));
    return copy;
  }

  /** @param dispersion that all evidence is divided by. */
  add(tests: readonly Alternative[], dispersion: number, second: number, total: number, hits: number): void {
    if (hits === 0 && this.highest === 0) return;
    let highest = 0;
    for (let k = 0; k < tests.length; k++) {
      const test = tests[k] as Alternative;
      const before = this.values[k] as number;
      const now = before + this.evidence(test, k, second, total, hits) / dispersion;
      if (before === 0 && now > 0) this.since[k] = second;
      // What lies over the threshold would only delay the end of a breach.
      const value = Math.max(0, Math.min(now, test.threshold + test.bad));
      this.values[k] = value;
      if (value > highest) highest = value;
    }
    this.highest = highest;
  }

  /** Whether one of them could reach its threshold with so many bad requests more. */
  mayReach(tests: readonly Alternative[], dispersion: number, hits: number): boolean {
    for (let k = 0; k < tests.length; k++) {
      const test = tests[k] as Alternative;
      if ((this.values[k] as number) + (hits * test.bad) / dispersion >= test.threshold) return true;
    }
    return false;
  }

  /**
   * What one second says for the alternative, in nats: its log-likelihood ratio, but three seconds count no more than
   * the alternative can explain (winsorised). Remembers how much of it was counted.
   */
  evidence(test: Alternative, k: number, second: number, total: number, hits: number): number {
    let last = this.recent.at(-1);
    if (last?.second !== second) {
      last = { second, total, counted: [] };
      while (this.recent[0] && this.recent[0].second <= second - CAPPED_SECONDS) this.recent.shift();
      this.recent.push(last);
    }
    let around = 0;
    let counted = 0;
    for (const one of this.recent) {
      around += one.total;
      counted += one.counted[k] ?? 0;
    }
    const expected = around * test.share;
    const most = Math.max(1, expected + DEVIATIONS * Math.sqrt(expected)) - counted;
    const used = Math.max(0, Math.min(hits, most));
    last.counted[k] = used;
    return used * test.bad + (total - hits) * test.good;
  }
}
