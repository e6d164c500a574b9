import { benjaminiHochberg } from "../evidence/benjamini-hochberg.ts";
import { binomialTail } from "../statistics/binomial-tail.ts";
import { type LogTemplate, type ServiceLogs, STEP_MS } from "./log-book.ts";

const LOOK_BACK_MS = 25 * 60_000;
/** So long must a service have been listened to before what it never said is called new. */
const KNOWN_MS = 120_000;
const FALSE_DISCOVERIES = 0.05;
const MIN_LINES = 3;
const WORTH = 2;

export interface SurgedTemplate {
  template: LogTemplate;
  /** Lines, estimated where only some were read. */
  before: number;
  after: number;
  perMinute: { before: number; after: number };
  /** Null where the service was not listened to for long enough to say. */
  fresh: boolean | null;
  q: number;
}

/**
 * Templates that come at least twice as often since the onset as before it, by an exact conditional test of two rates
 * (Przyborowski and Wilenski, Biometrika 31, 1940), the surest first. Lines of one request come together, so counts are
 * divided by how many come in one burst, or by how much more they scatter than Poisson's would (quasi-Poisson); false discoveries are held to 5% over all
 * templates that were tried.
 *
 * @param growth how much traffic grew: lines that only grow with it are no surge.
 */
export function surgedTemplates(
  logs: ServiceLogs,
  onset: { earliest: number; at: number },
  growth: number,
  now: number,
): SurgedTemplate[] {
  const from = Math.floor(Math.max(onset.earliest - LOOK_BACK_MS, logs.sinceMs) / STEP_MS);
  const until = Math.floor(onset.earliest / STEP_MS);
  const since = Math.floor(onset.at / STEP_MS);
  const last = Math.floor(now / STEP_MS);
  const seconds = { before: ((until - from) * STEP_MS) / 1000, after: (now - since * STEP_MS) / 1000 };
  if (seconds.after <= 0) return [];
  const tried: { one: Omit<SurgedTemplate, "q">; p: number }[] = [];
  for (const template of logs.templates) {
    const volume = template.severity === "warn" || template.severity === "error" ? logs.loud : logs.quiet;
    const was = linesIn(template, volume, from, until - 1);
    const is = linesIn(template, volume, since, last);
    if (is.read + was.read < MIN_LINES) continue;
    const exposed = {
      before: seconds.before * was.share,
      after: seconds.after * is.share * Math.max(1, growth),
    };
    const scatter = Math.max(
      scatterOf(template, from, until - 1),
      burstOf(template, from, until - 1, since, last),
    );
    const k = Math.floor(is.read / scatter);
    const n = k + Math.ceil(was.read / scatter);
    const ratio = exposed.after / (exposed.after + Math.max(exposed.before, STEP_MS / 1000));
    const p = binomialTail("upper", k, n, ratio);
    const perMinute = {
      before: seconds.before > 0 ? (60 * was.lines) / seconds.before : 0,
      after: (60 * is.lines) / seconds.after,
    };
    const listened = onset.earliest - logs.sinceMs >= KNOWN_MS;
    const never = was.read === 0 && template.firstMs >= until * STEP_MS;
    tried.push({
      p,
      one: { template, before: was.lines, after: is.lines, perMinute, fresh: listened ? never : null },
    });
  }
  const q = benjaminiHochberg(tried.map((one) => one.p));
  return tried
    .map(({ one }, i) => ({ ...one, q: q[i] as number }))
    .filter(
      (one) =>
        one.q <= FALSE_DISCOVERIES &&
        one.after >= MIN_LINES &&
        one.perMinute.after >= WORTH * growth * one.perMinute.before,
    )
    .sort(
      (a, b) =>
        a.q - b.q ||
        b.after - a.after ||
        (a.template.tokens.join(" ") < b.template.tokens.join(" ") ? -1 : 1),
    );
}

type Steps = ServiceLogs["loud"];

/** Lines of a template that were read in those steps, how many came by estimate, and what share of all was read. */
function linesIn(
  template: LogTemplate,
  volume: Steps,
  from: number,
  to: number,
): { read: number; lines: number; share: number } {
  const all = { came: 0, read: 0 };
  let read = 0;
  let lines = 0;
  for (const [step, tally] of volume) {
    if (step < from || step > to) continue;
    all.came += tally.came;
    all.read += tally.read;
    const mine = template.counts.get(step) ?? 0;
    read += mine;
    if (tally.read > 0) lines += (mine * tally.came) / tally.read;
  }
  return { read, lines: Math.round(lines), share: all.came === 0 ? 1 : all.read / all.came };
}

const FEW_OCCASIONS = 5;

/** Lines that come in one second: as it was before the onset, or, of what hardly came then, as it is since. */
function burstOf(template: LogTemplate, from: number, until: number, since: number, last: number): number {
  const of = (first: number, end: number) => {
    let lines = 0;
    let occasions = 0;
    for (const [step, count] of template.counts) if (step >= first && step <= end) lines += count;
    for (const [step, count] of template.occasions) if (step >= first && step <= end) occasions += count;
    return { lines, occasions };
  };
  const before = of(from, until);
  const { lines, occasions } = before.occasions >= FEW_OCCASIONS ? before : of(since, last);
  return occasions === 0 ? 1 : lines / occasions;
}

/** Variance by mean of the steps before the onset; 1 is Poisson's. */
function scatterOf(template: LogTemplate, from: number, to: number): number {
  const counts: number[] = [];
  for (let step = from; step <= to; step++) counts.push(template.counts.get(step) ?? 0);
  if (counts.length < 4) return 1;
  const mean = counts.reduce((sum, one) => sum + one, 0) / counts.length;
  if (mean === 0) return 1;
  const variance = counts.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (counts.length - 1);
  return Math.max(1, variance / mean);
}
