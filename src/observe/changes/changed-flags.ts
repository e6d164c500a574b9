import { benjaminiHochberg } from "../evidence/benjamini-hochberg.ts";
import { fisherExact } from "../statistics/fisher-exact.ts";
import { type FlagCounts, STEP_MS } from "./change-book.ts";

const FALSE_DISCOVERIES = 0.05;
/** A share that moved less is a wave in who asks. */
const WORTH = 0.2;

export interface ChangedFlag {
  service: string;
  key: string;
  variant: string;
  before: { evaluations: number; having: number };
  after: { evaluations: number; having: number };
  /** Epoch milliseconds: the first step in which the variant had its new share. */
  atMs: number;
}

/**
 * Variants of feature flags that are given out clearly oftener around the onset than well before it (Fisher's exact
 * test, false discoveries held to 5%). Where a flag moves, one variant rises as another falls; the rising one is told.
 */
export function changedFlags(
  flags: readonly FlagCounts[],
  onset: { earliest: number },
  now: number,
): ChangedFlag[] {
  const tried: { one: ChangedFlag; p: number }[] = [];
  // A flag is turned before it shows: what was normal is what was so a minute before the onset.
  const until = Math.floor((onset.earliest - 60_000) / STEP_MS);
  for (const flag of flags) {
    const steps = [...new Set([...flag.variants.values()].flatMap((counts) => [...counts.keys()]))].sort(
      (a, b) => a - b,
    );
    const total = (step: number) => sum([...flag.variants.values()].map((counts) => counts.get(step) ?? 0));
    for (const [variant, counts] of flag.variants) {
      const of = (some: readonly number[]) => ({
        evaluations: sum(some.map(total)),
        having: sum(some.map((step) => counts.get(step) ?? 0)),
      });
      const before = of(steps.filter((step) => step < until));
      const shareBefore = before.having / Math.max(1, before.evaluations);
      const turned = steps.find(
        (step) =>
          step >= until && total(step) > 0 && (counts.get(step) ?? 0) / total(step) >= shareBefore + WORTH,
      );
      if (before.evaluations === 0) continue;
      const after = of(steps.filter((step) => step >= (turned ?? until) && step * STEP_MS <= now));
      if (after.evaluations === 0) continue;
      const p = fisherExact(after.having, after.evaluations, before.having, before.evaluations);
      const one = {
        service: flag.service,
        key: flag.key,
        variant,
        before,
        after,
        atMs: (turned ?? until) * STEP_MS,
      };
      tried.push({ one, p });
    }
  }
  const q = benjaminiHochberg(tried.map(({ p }) => p));
  return tried
    .filter(
      ({ one }, i) => (q[i] as number) <= FALSE_DISCOVERIES && share(one.after) - share(one.before) >= WORTH,
    )
    .map(({ one }) => one)
    .sort((a, b) => b.atMs - a.atMs || (`${a.service}\0${a.key}` < `${b.service}\0${b.key}` ? -1 : 1));
}

const share = ({ evaluations, having }: { evaluations: number; having: number }) => having / evaluations;
const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
