import { benjaminiHochberg } from "../evidence/benjamini-hochberg.ts";
import { fisherExact } from "../statistics/fisher-exact.ts";
import type { RequestSample } from "./request-samples.ts";

/** Requests on each side below which nothing can be told. */
const MIN_REQUESTS = 5;
/** Requests that have a value, of both sorts together, before it is tried at all: this looks at no outcome, so it costs no rigour (Bourgon, Gentleman and Huber, PNAS 107, 2010). */
const MIN_HAVING = 5;
const MAX_VALUES = 12;
/** Values of one key beyond which it is an id: nearly each request has another. */
const ID_SHARE = 0.5;
const QUANTILES = [0.25, 0.5, 0.75, 0.9];
export const FALSE_DISCOVERIES = 0.05;
const MIN_DIFFERENCE = 0.15;
const MIN_RISK_RATIO = 1.5;
const SAME = 0.95;

export interface Difference {
  key: string;
  value: string | number;
  /** Whether all numbers from `value` on are meant. */
  range: boolean;
  /** How many values the key has, for placeholders. */
  values: number;
  /** The place of this value among them by how often it occurs, from 1 on. */
  place: number;
  bad: number;
  good: number;
  p: number;
  q: number;
  /** Others that split the requests the same way. */
  same: Pick<Difference, "key" | "value" | "range" | "values" | "place">[];
}

interface Trial extends Omit<Difference, "q" | "same"> {
  /** Which requests have it. */
  having: Uint8Array;
}

/**
 * Attribute values that requests which went bad have more often than those which went well, the surest first: each
 * value is tried by Fisher's exact test (one-sided), and of all that are told at most one in twenty is expected to be
 * there by chance (Benjamini and Hochberg). Both shares are shares of what was seen of one sort, so a sampler that
 * keeps all errors and few others bends nothing.
 */
export function tellApart(bad: readonly RequestSample[], good: readonly RequestSample[]): Difference[] {
  if (bad.length < MIN_REQUESTS || good.length < MIN_REQUESTS) return [];
  const all = [...bad, ...good];
  const trials: Trial[] = [];
  for (const key of keysOf(all)) trials.push(...trialsOf(key, all, bad.length));
  const q = benjaminiHochberg(trials.map((one) => one.p));
  const found = trials
    .map((trial, i) => ({ ...trial, q: q[i] as number }))
    .filter((one) => one.q <= FALSE_DISCOVERIES && isWorth(one, bad.length, good.length))
    .sort((a, b) => a.p - b.p || rank(a.key) - rank(b.key) || (nameOf(a) < nameOf(b) ? -1 : 1));
  return merged(found);
}

const nameOf = (one: { key: string; value: string | number }) => `${one.key}\0${one.value}`;

function keysOf(all: readonly RequestSample[]): string[] {
  const keys = new Set<string>();
  for (const { facts } of all) for (const key of facts.keys()) keys.add(key);
  return [...keys].sort();
}

function trialsOf(key: string, all: readonly RequestSample[], badCount: number): Trial[] {
  const counts = new Map<string | number, number>();
  let having = 0;
  let numbers = 0;
  for (const { facts } of all) {
    const value = facts.get(key);
    if (value === undefined) continue;
    having++;
    if (typeof value === "number") numbers++;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (having < MIN_HAVING) return [];
  const tried = (
    value: string | number,
    range: boolean,
    place: number,
    has: (own: string | number) => boolean,
  ): Trial => {
    const mask = new Uint8Array(all.length);
    let bad = 0;
    let good = 0;
    for (const [i, { facts }] of all.entries()) {
      const own = facts.get(key);
      if (own === undefined || !has(own)) continue;
      mask[i] = 1;
      if (i < badCount) bad++;
      else good++;
    }
    const p = bad + good === all.length ? 1 : fisherExact(bad, badCount, good, all.length - badCount);
    return { key, value, range, values: counts.size, place, bad, good, p, having: mask };
  };
  if (numbers === having && counts.size > 8) {
    const sorted = all
      .map(({ facts }) => facts.get(key))
      .filter((own) => own !== undefined)
      .sort((a, b) => Number(a) - Number(b));
    const bounds = new Set(
      QUANTILES.map((share) => sorted[Math.floor(share * (sorted.length - 1))] as number),
    );
    const some = [...bounds].filter((bound) => bound > Number(sorted[0]));
    return some.map((bound, i) => tried(bound, true, i + 1, (own) => Number(own) >= bound));
  }
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (String(a[0]) < String(b[0]) ? -1 : 1));
  if (counts.size > 20 && (ranked[0]?.[1] ?? 0) < MIN_HAVING && counts.size > ID_SHARE * having) return [];
  return ranked
    .slice(0, MAX_VALUES)
    .filter(([, count]) => count >= MIN_HAVING)
    .map(([value], i) => tried(value, false, i + 1, (own) => own === value));
}

function isWorth({ bad, good }: Trial, badCount: number, goodCount: number): boolean {
  const inBad = bad / badCount;
  const inGood = good / goodCount;
  return inBad - inGood >= MIN_DIFFERENCE && inBad >= MIN_RISK_RATIO * inGood;
}

/** Of values that split the requests (nearly) alike, such as a host, its pod and its address, the first stands for all. */
function merged(found: readonly (Trial & { q: number })[]): Difference[] {
  const kept: (Difference & { having: Uint8Array })[] = [];
  for (const { having, ...one } of found) {
    // Of ranges that lie within one another the surest says it all.
    if (one.range && kept.some((other) => other.range && other.key === one.key)) continue;
    const twin = kept.find((other) => overlap(other.having, having) >= SAME);
    if (!twin) kept.push({ ...one, same: [], having });
    else if (twin.key !== one.key && !twin.same.some((other) => other.key === one.key)) {
      const { key, value, range, values, place } = one;
      twin.same.push({ key, value, range, values, place });
    }
  }
  return kept.map(({ having: _, ...one }) => one);
}

/** Jaccard's index. */
function overlap(a: Uint8Array, b: Uint8Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] && b[i]) both++;
    if (a[i] || b[i]) either++;
  }
  return either === 0 ? 0 : both / either;
}

const PREFERRED = [
  /^revision$/,
  /^flag\./,
  /^operation$/,
  /revision$/,
  /^http\.route$/,
  /region|zone/,
  /tenant/,
  /^service\.instance\.id$/,
  /^host\.name$/,
];

/** Which of several keys that say the same is the best name for it. */
function rank(key: string): number {
  const place = PREFERRED.findIndex((one) => one.test(key));
  return place < 0 ? PREFERRED.length + (key.includes("/") ? 1 : 0) : place;
}
