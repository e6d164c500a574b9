/**
 * The promise is one false alarm, of all symptoms, in 500 series over 30 days of health. It is kept through a stricter
 * one, for a series that is not well but sits exactly where its objective ends: that one is named, by chance, once in
 * so many days at most. The evidence that chance gathers falls with the distance from there like a power: by the root ω
 * of E[e^(ω·evidence)] = 1 the probability e^−h becomes e^−ωh, and a series that keeps to half of what is allowed has
 * ω of 1.15 to 2.5. At six requests a second that makes 15,000 days of it and far more; `npm run bench -- detection`
 * counts them. What is learnt instead of written is taken at twice its upper bound, and so keeps that distance too.
 */
const DAYS_AT_THE_OBJECTIVE = 120;
/** Errors and latency. */
const MEASURES = 2;

/** Requests among which one alarm by chance is allowed at the objective, at that many requests a second. */
export function alarmBudget(requestsPerSecond: number): number {
  return MEASURES * DAYS_AT_THE_OBJECTIVE * 86_400 * Math.max(requestsPerSecond, 1e-4);
}
