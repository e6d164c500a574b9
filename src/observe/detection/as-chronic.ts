import { binomialTail } from "../statistics/binomial-tail.ts";
import type { Breach } from "./breach.ts";

/** What is surely worse than its own unhealthy past by this factor is news by itself, and has an onset of its own. */
const NEWS = 2;
const SURE = 0.001;

/**
 * Whether nothing before it kept to the objective, as far as is known: nothing was seen, or too little to tell it from what
 * is now, or what was seen broke the objective as well, and not by much less.
 */
export function isChronic({ observed, baseline, objective }: Breach): boolean {
  if (!baseline) return true;
  if (observed.unit !== "ratio") {
    return baseline.value > objective && observed.value < NEWS * baseline.value;
  }
  const hitsOf = (level: typeof observed) => Math.round(level.value * level.samples);
  const asNow = binomialTail("lower", hitsOf(baseline), baseline.samples, Math.min(0.9, observed.value));
  if (asNow > SURE) return true;
  const usual = Math.min(0.9, NEWS * baseline.value);
  return (
    baseline.value > objective && binomialTail("upper", hitsOf(observed), observed.samples, usual) > SURE
  );
}

/** The same breach, which says that no healthy time was seen where that is so: a bad past is no baseline. */
export function asChronic(breach: Breach): Breach {
  if ((breach.symptom !== "errors" && breach.symptom !== "latency") || !isChronic(breach)) return breach;
  const { baseline: _, ...rest } = breach;
  return {
    ...rest,
    baselineSeconds: 0,
    note: "It has been so for as long as it is known: no healthy time was seen.",
  };
}
