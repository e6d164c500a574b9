/**
 * How long after it goes live a guilty change shows itself, as a probability that this happens within
 * `seconds`. Most defects show as soon as requests reach them: exponential, 15 s in the mean, so that a
 * service with little traffic still fits. The rest, and the classes that need time (leaks, caches that
 * fill, saturation), are spread evenly over the logarithm of the time up to a day.
 */
export function shownWithin(seconds: number, delays: boolean): number {
  if (seconds <= 0) return 0;
  const atOnce = 1 - Math.exp(-seconds / 15);
  const spread = Math.min(1, Math.log1p(seconds) / Math.log1p(86_400));
  const share = delays ? 0.3 : 0.8;
  return share * atOnce + (1 - share) * spread;
}
