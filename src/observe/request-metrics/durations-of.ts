/**
 * Durations in milliseconds, each with how many requests took it, from the buckets of a histogram. Every request is put
 * just above the lower end of its bucket: it took at least that, and more was not measured. Spread over the bucket, requests of
 * 260 ms would count as slower than 400 ms where the buckets end at 250 and 500, and a service that moved from 240 to 260 ms
 * would be reported as broken. What is over a limit is therefore found where it is over the next bound as well; the buckets of
 * an exponential histogram are narrow enough for that to make no difference.
 */
export function durationsOf(
  bounds: readonly number[],
  counts: readonly number[],
  unitMs: number,
): [ms: number, count: number][] {
  const durations: [number, number][] = [];
  for (let at = 0; at < counts.length && at <= bounds.length; at++) {
    const count = counts[at] as number;
    if (!(count > 0)) continue;
    const lower = at === 0 ? (bounds[0] ?? 0) / 2 : (bounds[at - 1] as number);
    // The sketch tells values apart that differ by 2%.
    durations.push([Math.max(0, lower) * unitMs * (at === 0 ? 1 : 1.02), count]);
  }
  return durations;
}
