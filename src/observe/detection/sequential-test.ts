import { type Alternative, alternatives } from "../statistics/bernoulli-cusum.ts";
import type { Tally } from "../tally.ts";
import { alarmBudget } from "./alarm-budget.ts";
import { addToDispersion, type Dispersion, dispersionOf, noDispersion } from "./dispersion.ts";
import { LEARNING } from "./learning.ts";
import type { StepSource } from "./step-source.ts";

/** Requests that come later than this no longer change what was concluded. */
const SETTLED_SECONDS = 45;
const RELEARN_SECONDS = 30;
/** What is as new as this may belong to what is to be found, and teaches nothing. */
const UNLEARNT_SECONDS = 60;
/** With less than this seen before, nobody can say what is normal, and only a gross and lasting breach counts. */
const ENOUGH = { requests: 30, seconds: 15 };
/** Requests a second, as long as too few were seen to tell: better too many than too few. */
const UNKNOWN_RATE = 10;
/** Share of the evidence that must lie outside of the worst burst, and how many bad requests. */
const OUTSIDE_BURST = 0.4;
const HITS_OUTSIDE_BURST = 3;
/** Bad requests of three seconds count up to this many standard deviations above what the alternative expects. */
const DEVIATIONS = 2;
const CAPPED_SECONDS = 3;
/** What is older than this a series may show as one. */
const LONG_SECONDS = 240;

export interface Demands {
  /**
   * Share of bad requests up to which nothing is wrong, from what was seen while nothing was; null while that cannot be
   * known. `seconds` is how far back it was seen.
   */
  normal(seen: Tally & { seconds: number }): number | null;
  minimumHits: number;
  minimumRequests: number;
  /** What passes within so many seconds is a blip: a restart, a batch of one bad client. */
  burstSeconds: number;
  /** The same where nothing before is known. */
  aloneSeconds: number;
}

export interface Finding {
  /** First second of the evidence. */
  since: number;
  window: Tally;
  /** What was normal in the hour before, and how many seconds of it were seen. */
  before: Tally & { seconds: number };
  /** The share of bad requests up to which it would have been taken for normal. */
  normal: number;
  /** How likely so much evidence is by chance, at this moment. */
  p: number;
}

/** Scores that go from second to second. */
interface Scores {
  scores: number[];
  since: number[];
  /** The last seconds, and how many bad requests each test has counted in them. */
  recent: { second: number; total: number; counted: number[] }[];
}

interface Walk extends Scores {
  /** The last second that is counted in. */
  second: number;
  spread: Dispersion;
}

/**
 * Watches one share of bad requests of one series: CUSUM tests (see `bernoulli-cusum.ts`) that are carried on from second
 * to second, so that a look costs what is new. Three things that are no fault of the service are kept from looking like
 * one. Bad requests that come in clusters: the evidence is divided by the dispersion of the healthy past
 * (`dispersion.ts`), and three seconds count no more than the alternative can explain (winsorised). Bursts, such as a
 * restart: a good part of the evidence must lie outside of the worst few seconds, and the newest two must still burn.
 * And a past too short to know what is normal: `Demands.normal` is an upper bound, so it costs power and no false alarm;
 * once evidence gathers, what is normal is not learnt anew before it has gone, so that a slow fault teaches nothing.
 */
export class SequentialTest {
  private tests: Alternative[] = [];
  private normal = 0;
  private before: Tally & { seconds: number } = { total: 0, hits: 0, seconds: 0 };
  private learntAt = Number.NEGATIVE_INFINITY;
  private first: number | null = null;
  private late = 0;
  private spread = 1;
  private pending = { second: Number.NEGATIVE_INFINITY, total: 0, hits: 0 };
  private walk: Walk = newWalk(0, Number.NEGATIVE_INFINITY);
  /** Two older states, at least 45 seconds apart, to go back to where something came late. */
  private older: Walk = this.walk;
  private oldest: Walk = this.walk;

  /** What speaks against "nothing is wrong" now; null where not enough does. */
  look(source: StepSource, demands: Demands): Finding | null {
    if (this.first === null) this.begin(source);
    if (source.late !== this.late) {
      this.late = source.late;
      this.walk = copyOf(this.oldest);
      this.older = this.oldest;
    }
    if (!this.learn(source, demands)) {
      this.walk.second = Math.max(this.walk.second, source.newest - UNLEARNT_SECONDS);
      return null;
    }
    this.catchUp(source);
    this.walk.second = Math.max(this.walk.second, source.newest - 1);
    if (this.walk.second - this.older.second >= SETTLED_SECONDS) {
      this.oldest = this.older;
      this.older = copyOf(this.walk);
    }
    const trial = copyOf(this.walk);
    source.each(source.newest, source.newest, (second, total, hits) =>
      this.score(trial, second, total, hits),
    );
    return this.judge(trial, source, demands);
  }

  /** The share of bad requests up to which nothing is wrong, as it stands; null while that is not known. */
  get normalShare(): number | null {
    return this.tests.length > 0 ? this.normal : null;
  }

  private begin(source: StepSource): void {
    this.first = source.newest - Math.max(0, source.baseline(source.newest, LEARNING.span).seconds - 1);
    this.late = source.late;
    this.walk = newWalk(0, source.newest - 299);
    this.older = copyOf(this.walk);
    this.oldest = this.older;
  }

  private learn(source: StepSource, demands: Demands): boolean {
    const next = Math.min(Math.max(this.walk.second + 1, source.newest - UNLEARNT_SECONDS), source.newest);
    if (next - this.learntAt < RELEARN_SECONDS || this.walk.scores.some((score) => score > 0)) {
      return this.tests.length > 0;
    }
    this.learntAt = next;
    let seen = source.baseline(next - LEARNING.lag, LEARNING.span);
    if (seen.total < LEARNING.requests || seen.seconds < LEARNING.seconds) {
      seen = source.baseline(next, LEARNING.span);
    }
    const reach = Math.max(seen.seconds, Math.min(LEARNING.span, next - (this.first ?? next)));
    this.before = seen;
    this.spread = dispersionOf(this.walk.spread);
    const normal = demands.normal({ ...seen, seconds: reach });
    const rate = seen.total < ENOUGH.requests ? UNKNOWN_RATE : seen.total / Math.max(60, reach);
    this.normal = normal ?? 0;
    this.tests = normal === null ? [] : alternatives(normal, alarmBudget(rate));
    for (const walk of new Set([this.walk, this.older, this.oldest])) {
      walk.scores = this.tests.map(() => 0);
      walk.since = this.tests.map(() => 0);
      walk.recent = [];
    }
    return this.tests.length > 0;
  }

  /**
   * Counts what has come since, but the newest second, which is not over. What was the newest at the last look may lie
   * so far back now that the series adds it up with what followed.
   */
  private catchUp(source: StepSource): void {
    const { walk, pending, before } = this;
    const old = source.newest - LONG_SECONDS;
    const share = before.total > 0 ? before.hits / before.total : 0;
    const count = (second: number, total: number, hits: number) => {
      addToDispersion(walk.spread, second, total, hits, share);
      this.score(walk, second, total, hits);
    };
    let known = { total: 0, hits: 0 };
    if (pending.second > walk.second && pending.second < old) {
      known = pending;
      count(pending.second, pending.total, pending.hits);
    }
    source.each(walk.second + 1, source.newest - 1, (second, total, hits) => {
      if (second >= old) count(second, total, hits);
      else {
        // Many minutes as one say nothing of how much one varies.
        this.score(walk, second, Math.max(0, total - known.total), Math.max(0, hits - known.hits));
        known = { total: 0, hits: 0 };
      }
    });
  }

  private score(to: Scores, second: number, total: number, hits: number): void {
    if (hits === 0 && to.scores.every((score) => score === 0)) return;
    this.tests.forEach((test, k) => {
      const before = to.scores[k] as number;
      const now = before + this.evidence(test, k, to, second, total, hits);
      if (before === 0 && now > 0) to.since[k] = second;
      // What lies over the threshold would only delay the end of a breach.
      to.scores[k] = Math.max(0, Math.min(now, test.threshold + test.bad));
    });
  }

  /** What one second says for the alternative; remembers how much of it was counted. */
  private evidence(
    test: Alternative,
    k: number,
    of: Scores,
    second: number,
    total: number,
    hits: number,
  ): number {
    if (of.recent.at(-1)?.second !== second) {
      of.recent = of.recent.filter((one) => one.second > second - CAPPED_SECONDS);
      of.recent.push({ second, total, counted: [] });
    }
    let around = 0;
    let counted = 0;
    for (const one of of.recent) {
      around += one.total;
      counted += one.counted[k] ?? 0;
    }
    const expected = around * test.share;
    const most = Math.max(1, expected + DEVIATIONS * Math.sqrt(expected)) - counted;
    const used = Math.max(0, Math.min(hits, most));
    (of.recent.at(-1) as Scores["recent"][number]).counted[k] = used;
    return (used * test.bad + (total - hits) * test.good) / this.spread;
  }

  private judge(trial: Scores, source: StepSource, demands: Demands): Finding | null {
    let found: Finding | null = null;
    for (const [k, test] of this.tests.entries()) {
      const score = trial.scores[k] as number;
      if (score < test.threshold) continue;
      const one = this.weigh(test, k, trial, source, demands);
      if (one && (!found || one.p < found.p)) found = one;
    }
    return found;
  }

  private weigh(
    test: Alternative,
    k: number,
    trial: Scores,
    source: StepSource,
    demands: Demands,
  ): Finding | null {
    const since = trial.since[k] as number;
    const again: Scores = { scores: [], since: [], recent: [] };
    const steps: Step[] = [];
    const window = { total: 0, hits: 0 };
    const recent = { total: 0, hits: 0 };
    let first = source.newest;
    source.each(since, source.newest, (second, total, hits) => {
      window.total += total;
      window.hits += hits;
      if (hits > 0) first = Math.min(first, second);
      if (second >= source.newest - 1) {
        recent.total += total;
        recent.hits += hits;
      }
      steps.push({ second, hits, evidence: this.evidence(test, k, again, second, total, hits) });
    });
    if (window.hits < demands.minimumHits || window.total < demands.minimumRequests) return null;
    if (recent.hits === 0 || recent.hits < (recent.total * test.share) / 2) return null;
    const isKnown = this.before.total >= ENOUGH.requests && this.before.seconds >= ENOUGH.seconds;
    if (!isKnown && window.total < ENOUGH.requests) return null;
    const burst = isKnown ? demands.burstSeconds : demands.aloneSeconds;
    if (source.newest - first < burst) return null;
    const outside = outsideBurst(steps, burst);
    if (outside.evidence < OUTSIDE_BURST * test.threshold || outside.hits < HITS_OUTSIDE_BURST) return null;
    // A restart, and a cluster of failures some time before or after it, are two blips and no breach.
    if (outside.isOneMore) return null;
    return {
      since,
      window,
      before: source.baseline(since, LEARNING.span),
      normal: this.normal,
      p: Math.exp(-(trial.scores[k] as number)),
    };
  }
}

interface Step {
  second: number;
  hits: number;
  evidence: number;
}

/** What is left without the worst `burst` seconds; these may begin within a second, and so touch one more. */
function outsideBurst(
  steps: readonly Step[],
  burst: number,
): { evidence: number; hits: number; isOneMore: boolean } {
  const all = { evidence: 0, hits: 0 };
  const inside = { evidence: 0, hits: 0 };
  let worst = { evidence: 0, hits: 0, end: 0 };
  let from = 0;
  for (const { second, hits, evidence } of steps) {
    all.evidence += evidence;
    all.hits += hits;
    inside.evidence += evidence;
    inside.hits += hits;
    for (let first = steps[from]; first && first.second < second - burst; first = steps[++from]) {
      inside.evidence -= first.evidence;
      inside.hits -= first.hits;
    }
    if (inside.evidence > worst.evidence) worst = { ...inside, end: second };
  }
  const others = steps.filter(
    (step) => step.hits > 0 && (step.second > worst.end || step.second < worst.end - burst),
  );
  const first = others[0]?.second ?? 0;
  const last = others.at(-1)?.second ?? 0;
  const isApart = first > worst.end + burst || last < worst.end - 2 * burst;
  return {
    evidence: all.evidence - worst.evidence,
    hits: all.hits - worst.hits,
    isOneMore: isApart && last - first <= burst,
  };
}

const newWalk = (tests: number, second: number): Walk => ({
  second,
  scores: new Array(tests).fill(0),
  since: new Array(tests).fill(0),
  recent: [],
  spread: noDispersion(),
});

const copyOf = (walk: Walk): Walk => ({
  second: walk.second,
  scores: [...walk.scores],
  since: [...walk.since],
  recent: walk.recent.map((one) => ({ ...one, counted: [...one.counted] })),
  spread: { ...walk.spread },
});
