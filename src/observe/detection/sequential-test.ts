import { type Alternative, alternatives } from "../statistics/bernoulli-cusum.ts";
import { binomialTail } from "../statistics/binomial-tail.ts";
import type { Tally } from "../tally.ts";
import { alarmBudget } from "./alarm-budget.ts";
import type { Demands } from "./demands.ts";
import {
  addToDispersion,
  type Dispersion,
  dispersionOf,
  dispersionWithin,
  noDispersion,
} from "./dispersion.ts";
import type { Finding } from "./finding.ts";
import { LEARNING } from "./learning.ts";
import { outsideBurst, type Step } from "./outside-burst.ts";
import { Scores } from "./scores.ts";
import type { StepSource } from "./step-source.ts";
import { windowDispersion } from "./window-dispersion.ts";

/** Requests that come later than this no longer change what was concluded. */
const SETTLED_SECONDS = 45;
const RELEARN_SECONDS = 30;
/** After this long what is normal is learnt anew although some evidence, of so many nats, has gathered and is lost by it. */
const STALE_SECONDS = 900;
const LITTLE = 2;
/** What is as new as this may belong to what is to be found, and teaches nothing. */
const UNLEARNT_SECONDS = 60;
/** With less than this seen before, nobody can say what is normal, and only a gross and lasting breach counts. */
const ENOUGH = { requests: 30, seconds: 15 };
/** Requests a second, as long as too few were seen to tell: better too many than too few. */
const UNKNOWN_RATE = 10;
/**
 * Share of the evidence that must lie outside of the worst burst, and nats at least, also where a young series may
 * spend more of its budget: a restart or a deployment happens every few hours, and chance must not make a breach of it.
 */
const OUTSIDE_BURST = { share: 0.4, nats: 8 };
const HITS_OUTSIDE_BURST = 3;
/** How unlikely so many bad requests must be where the share is just what is allowed. */
const OVER_ALLOWED = 1e-3;

interface Walk {
  /** The last second that is counted in. */
  second: number;
  scores: Scores;
  spread: Dispersion;
}

/**
 * Watches one share of bad requests of one series. Two questions are asked. Has it changed? By CUSUM tests (see
 * `bernoulli-cusum.ts`) against what is normal for this series, with the promised rate of false alarms (`alarm-budget.ts`),
 * carried on from second to second, so that a look costs what is new. And does it matter? By the binomial test of the
 * share since then against what is allowed.
 *
 * Three things that are no fault of the service are kept from looking like one. Bad requests that come in clusters: the
 * evidence is divided by the dispersion of the healthy past, and, as long as that has shown little, of the window itself;
 * and three seconds count no more than the alternative can explain. Bursts, such as a restart: a good part of the
 * evidence must lie outside of the worst few seconds, and the newest two must still burn. And a past too short to know
 * what is normal: `Demands.levels` are upper bounds, so that it costs power and no false alarm; once evidence gathers,
 * what is normal is not learnt anew before it has gone, so that a slow fault teaches nothing.
 */
export class SequentialTest {
  private tests: Alternative[] = [];
  private levels: ReturnType<Demands["levels"]> = null;
  private before: Tally & { seconds: number } = { total: 0, hits: 0, seconds: 0 };
  private learntAt = Number.NEGATIVE_INFINITY;
  private first: number | null = null;
  private late = 0;
  private spread = 1;
  /** How bad requests came until what is normal was last learnt. */
  private seen: Dispersion = noDispersion();
  private walk: Walk = newWalk(Number.NEGATIVE_INFINITY);
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
    const last = { total: 0, hits: 0 };
    source.each(source.newest, source.newest, (_second, total, hits) => {
      last.total += total;
      last.hits += hits;
    });
    if (!this.walk.scores.mayReach(this.tests, this.spread, last.hits)) return null;
    const trial = this.walk.scores.copy();
    trial.add(this.tests, this.spread, source.newest, last.total, last.hits);
    return this.judge(trial, source, demands);
  }

  /** From which share of bad requests a change is told, and which must be exceeded for it to matter; null while unknown. */
  get known(): ReturnType<Demands["levels"]> {
    return this.levels;
  }

  private begin(source: StepSource): void {
    this.first = source.newest - Math.max(0, source.baseline(source.newest, LEARNING.span).seconds - 1);
    this.late = source.late;
    this.walk = newWalk(Math.max(source.finest, source.newest - 299) - 1);
    this.older = copyOf(this.walk);
    this.oldest = this.older;
  }

  private learn(source: StepSource, demands: Demands): boolean {
    const next = Math.min(Math.max(this.walk.second + 1, source.newest - UNLEARNT_SECONDS), source.newest);
    const highest = this.walk.scores.highest;
    const age = next - this.learntAt;
    const isDue = highest === 0 ? age >= RELEARN_SECONDS : age >= STALE_SECONDS && highest < LITTLE;
    if (!isDue) return this.tests.length > 0;
    this.learntAt = next;
    let seen = source.baseline(next - LEARNING.lag, LEARNING.span);
    if (seen.total < LEARNING.requests || seen.seconds < LEARNING.seconds) {
      seen = source.baseline(next, LEARNING.span);
    }
    const lived = next - (this.first ?? next);
    const reach = Math.max(seen.seconds, Math.min(LEARNING.span, lived));
    this.before = seen;
    this.seen = { ...this.walk.spread };
    const spread = dispersionOf(this.seen);
    this.spread = demands.wanders ? dispersionWithin(this.seen, 0) : spread;
    this.levels = demands.levels({ ...seen, seconds: reach }, spread);
    const rate = seen.total < ENOUGH.requests ? UNKNOWN_RATE : seen.total / Math.max(60, reach);
    this.tests = this.levels
      ? alternatives(this.levels.normal, alarmBudget(rate, lived), this.levels.usual)
      : [];
    for (const walk of new Set([this.walk, this.older, this.oldest])) {
      walk.scores = new Scores(this.tests.length);
    }
    return this.tests.length > 0;
  }

  /** Counts what has come since, but the newest second, which is not over. */
  private catchUp(source: StepSource): void {
    const { walk, before } = this;
    // None among so many is half a one, so that what comes together is told from what comes by chance.
    const share = before.total >= ENOUGH.requests ? (before.hits + 0.5) / before.total : null;
    source.each(walk.second + 1, source.newest - 1, (second, total, hits) => {
      // Many minutes as one say nothing of how much one varies.
      if (second >= source.finest) addToDispersion(walk.spread, second, total, hits, share);
      walk.scores.add(this.tests, this.spread, second, total, hits);
    });
  }

  /** The clearest of those that hold. */
  private judge(trial: Scores, source: StepSource, demands: Demands): Finding | null {
    const p = trial.values.map((value) => Math.exp(-value));
    const over = [...this.tests.keys()].filter(
      (k) => (trial.values[k] as number) >= (this.tests[k] as Alternative).threshold,
    );
    // Most alternatives left zero with the same request.
    const windows = new Map<number, Window>();
    for (const k of over.sort((a, b) => (p[a] as number) - (p[b] as number) || a - b)) {
      const since = trial.since[k] as number;
      const window = windows.get(since) ?? windowOf(source, since);
      windows.set(since, window);
      const found = this.weigh(this.tests[k] as Alternative, window, source, demands);
      if (found) return { ...found, p: p[k] as number };
    }
    return null;
  }

  private weigh(
    test: Alternative,
    of: Window,
    source: StepSource,
    demands: Demands,
  ): Omit<Finding, "p"> | null {
    const { since, steps, window, recent, first } = of;
    if (window.hits < demands.minimumHits || window.total < demands.minimumRequests) return null;
    if (recent.hits === 0 || recent.hits < (recent.total * test.share) / 2) return null;
    of.before ??= source.baseline(since, LEARNING.span);
    const { before } = of;
    const isKnown = before.total >= ENOUGH.requests && before.seconds >= ENOUGH.seconds;
    if (!isKnown && window.total < ENOUGH.requests) return null;
    const burst = isKnown ? demands.burstSeconds : demands.aloneSeconds;
    if (source.newest - first < burst) return null;
    const again = new Scores(0);
    let evidence = 0;
    for (const step of steps) {
      step.evidence = again.evidence(test, 0, step.second, step.total, step.hits);
      evidence += step.evidence;
    }
    const seconds = source.newest - since + 1;
    of.dispersion ??= windowDispersion(steps);
    const alike = Math.max(of.dispersion, isKnown ? surge(window.total, seconds, before) : 1);
    const varied = demands.wanders
      ? dispersionWithin(this.seen, seconds, alike)
      : dispersionOf(this.seen, alike);
    const spread = Math.max(this.spread, varied);
    if (spread > this.spread && evidence < test.threshold * spread) return null;
    const outside = outsideBurst(steps, burst);
    const needed = Math.max(OUTSIDE_BURST.share * test.threshold, OUTSIDE_BURST.nats);
    if (outside.evidence < needed * spread) return null;
    if (outside.hits < HITS_OUTSIDE_BURST) return null;
    // A restart, and a cluster of failures some time before or after it, are two blips and no breach.
    if (outside.isOneMore) return null;
    const { allowed, normal } = this.levels as NonNullable<typeof this.levels>;
    if (allowed > normal && !isOver(window, allowed, spread)) return null;
    return { since, window, before, allowed };
  }
}

/** What came since an alternative left zero. */
interface Window {
  since: number;
  /** With the evidence for whichever alternative is being weighed. */
  steps: Step[];
  window: Tally;
  /** The newest two seconds. */
  recent: Tally;
  /** The first second with a bad request. */
  first: number;
  /**
   * What came before the evidence, however short a time ago: what was learnt leaves out the last minute, and a process that
   * was healthy for half a minute is known for that. Null until it is asked for, as the next.
   */
  before: (Tally & { seconds: number }) | null;
  dispersion: number | null;
}

function windowOf(source: StepSource, since: number): Window {
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
    steps.push({ second, total, hits, evidence: 0 });
  });
  return { since, steps, window, recent, first, before: null, dispersion: null };
}

/**
 * How many times as many requests came as usual. Who tries again and again brings requests of its own, of which so many tell
 * as much as one: where nothing is known of clusters, evidence gathers at the usual rate. Seconds without requests do not
 * count as usual, so that it is taken too low rather than too high.
 */
function surge(total: number, seconds: number, usual: Tally & { seconds: number }): number {
  return Math.max(1, total / ((seconds * usual.total) / usual.seconds));
}

/** Whether more than that share of requests is bad, where `dispersion` of them tell as much as one. */
function isOver({ total, hits }: Tally, share: number, dispersion: number): boolean {
  if (hits <= share * total) return false;
  const n = Math.round(total / dispersion);
  return binomialTail("upper", Math.round(hits / dispersion), n, share) <= OVER_ALLOWED;
}

const newWalk = (second: number): Walk => ({ second, scores: new Scores(0), spread: noDispersion() });

const copyOf = (walk: Walk): Walk => ({
  second: walk.second,
  scores: walk.scores.copy(),
  spread: { ...walk.spread },
});
