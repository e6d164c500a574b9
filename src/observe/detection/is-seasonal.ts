import type { ServiceRecord } from "../service-record.ts";
import { upperBound } from "../statistics/binomial-bound.ts";
import { binomialTail } from "../statistics/binomial-tail.ts";
import type { Breach } from "./breach.ts";
import { seasonsAt } from "./seasons-at.ts";

/** As without an objective: so many times what failed before, at its upper bound, is let be. */
const TIMES = 2;
const SIGNIFICANT = 1e-4;

/**
 * Whether failures that nobody wrote an objective for are what that hour of the week brings: a nightly batch, a Monday's
 * peak. Of slow requests `slowLimit` knows it.
 */
export function isSeasonal(breach: Breach, record: ServiceRecord): boolean {
  if (breach.symptom !== "errors" || record.slo.availability !== undefined) return false;
  const series = record.series(breach.operation);
  if (!series) return false;
  const { value, samples } = breach.observed;
  return seasonsAt(series, series.newest).some((season) => {
    const bound = upperBound(Math.round(season.errorRatio * season.samples), Math.round(season.samples));
    const usual = Math.min(0.9, TIMES * bound);
    return binomialTail("upper", Math.round(value * samples), samples, usual) > SIGNIFICANT;
  });
}
