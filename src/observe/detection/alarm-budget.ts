/** One false alarm, of all symptoms, in 500 series over 30 days. */
const SERIES_DAYS = 15_000;
/** Errors and latency. */
const MEASURES = 2;
/** At an age of so many seconds a series may have spent one alarm in `SPENDING` lives like it, and so on in proportion. */
const SPENDING = 10_000;

/**
 * Requests among which one alarm by chance is allowed, at that many requests a second. The promise is one in 15,000
 * series-days of health. It is spent more freely while a series is young (alpha spending: Lan and DeMets, Biometrika 70,
 * 1983), when it is also taken to be worse than it is, because what is normal is an upper bound and little was seen: the
 * day and a half until the budget is the promised one costs 1 alarm in 1,200 lives.
 *
 * @param age seconds for which the series has been seen.
 */
export function alarmBudget(requestsPerSecond: number, age = Number.POSITIVE_INFINITY): number {
  const seconds = Math.min(SERIES_DAYS * 86_400, SPENDING * Math.max(age, 60));
  return MEASURES * seconds * Math.max(requestsPerSecond, 1e-4);
}
