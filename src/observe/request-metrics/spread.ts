/** Requests of one second, as a series takes them. */
export interface SecondOfRequests {
  second: number;
  requests: number;
  errors: number;
  durations: [ms: number, count: number][];
}

/** A longer gap than this was an outage of the pipeline: how its requests lay in it is unknown, and no window looks so far. */
const MAX_SECONDS = 600;
/** Numbers that one interval becomes: of a long one with very many buckets, several seconds are put into one. */
const MAX_NUMBERS = 900;

/**
 * What an interval counted, spread evenly over its seconds as whole requests, oldest first. Sums are kept: the seconds
 * together hold exactly what the interval does. Requests within it were not timed, so a second here is no observation of its
 * own: what judges seconds must not take a minute of them for sixty (see `MeteredOperations.grainSeconds`).
 *
 * @param from the first second that is counted; what falls before it was counted by something else and is left out.
 */
export function spread(
  interval: {
    fromMs: number;
    toMs: number;
    count: number;
    durations: readonly [ms: number, count: number][];
  },
  failed: boolean,
  from: number,
): SecondOfRequests[] {
  const last = Math.max(Math.ceil(interval.toMs / 1000) - 1, Math.floor(interval.fromMs / 1000));
  const first = Math.max(Math.floor(interval.fromMs / 1000), last - MAX_SECONDS + 1);
  const length = last - first + 1;
  const seconds: SecondOfRequests[] = [];
  const part = (count: number, begin: number, end: number) =>
    Math.floor((count * end) / length + 0.5) - Math.floor((count * begin) / length + 0.5);
  const together = Math.ceil((length * (1 + interval.durations.length)) / MAX_NUMBERS);
  for (let begin = Math.max(0, from - first); begin < length; begin += together) {
    const end = Math.min(length, begin + together);
    const requests = part(interval.count, begin, end);
    const durations: [number, number][] = [];
    for (const [ms, count] of interval.durations) {
      const share = part(count, begin, end);
      if (share > 0) durations.push([ms, share]);
    }
    if (requests === 0 && durations.length === 0) continue;
    seconds.push({ second: first + end - 1, requests, errors: failed ? requests : 0, durations });
  }
  return seconds;
}
