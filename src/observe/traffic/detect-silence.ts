import type { Breach } from "../detection/breach.ts";
import type { Memory } from "../ingest-telemetry.ts";
import type { ServiceRecord } from "../service-record.ts";

const MINUTE = 60;
const HOUR = 3_600;
/** Less than two minutes may be a restart, a slow deployment or a lull. */
const LEAST_SECONDS = 120;
/** What has been silent for an hour was told long ago, or was meant. */
const MOST_SECONDS = HOUR;
/** So many requests would have come even at the slowest pace of the last hours: none by chance is e^-50 (Poisson). */
const EXPECTED = 50;
/** And it is so many times longer than any gap of the last hours: traffic that comes in batches has gaps. */
const GAPS = 4;
/** Hours of traffic without end that must lie behind it. */
const KNOWN_SECONDS = HOUR;
const LOOK_BACK_SECONDS = 6 * HOUR;
/** Share of its own pace at which somebody else must still be heard through the same pipeline. */
const STILL_HEARD = 0.3;
const HEARD_REQUESTS = 20;
/** A service that falls silent so soon after a new revision of it served, or a change of it was told, fell silent of that. */
const AFTER_CHANGE_SECONDS = 600;
/** An hour of the week that was this busy before is no hour at which it sleeps. */
const SEASON_SHARE = 0.3;
/** Sees the newest requests arrive: what is on its way is not silent. */
const SETTLE_SECONDS = 10;

export interface Silence {
  record: ServiceRecord;
  breach: Breach;
  /** Whether anything says that it is not meant: night, a batch that is done and a retired route are silent as well. */
  unusual: boolean;
}

/**
 * Whether a service that was never without requests gets none, while others that send through the same pipeline get
 * theirs. Silence has innocent reasons, so it is unusual only where the same hour of an earlier week was busy, or where it
 * set in just after a change of that very service. It is measured
 * in the time of what is heard: a pipeline that lags, or falls silent as a whole, is not a service that does.
 *
 * @param now epoch milliseconds.
 */
export function detectSilence(record: ServiceRecord, memory: Memory, now: number): Silence | null {
  const last = record.whole.newest;
  const unheard = now / 1000 - last;
  if (!(last > 0) || unheard < LEAST_SECONDS || unheard > 2 * MOST_SECONDS) return null;
  const pace = paceOf(record, last);
  if (!pace || pace.least * unheard < EXPECTED || unheard < GAPS * pace.gap) return null;
  const silent = heardUntil(record, memory, last) - SETTLE_SECONDS - last;
  if (silent < LEAST_SECONDS || silent > MOST_SECONDS) return null;
  if (silent < GAPS * pace.gap || pace.least * silent < EXPECTED) return null;
  const from = last * 1000;
  const breach: Breach = {
    symptom: "traffic",
    operation: "*",
    observed: { value: 0, unit: "requests/s", samples: 0 },
    baseline: { value: pace.mean, unit: "requests/s", samples: pace.requests },
    baselineSeconds: pace.seconds,
    objective: pace.least,
    onset: { at: from, earliest: from, latest: from + 1000 * Math.max(1, pace.gap) },
    hits: Math.round(pace.least * silent),
    p: Math.exp(-pace.least * silent),
  };
  const unusual = isBusyHour(record, last, pace.least) || isJustChanged(record, memory, last);
  return { record, breach, unusual };
}

/** Until which second enough requests of other services came through the same pipeline; the last one's own where none did. */
function heardUntil(record: ServiceRecord, memory: Memory, last: number): number {
  let until = last;
  for (const other of memory.services.all()) {
    if (other === record || other.whole.newest <= until) continue;
    if (![...other.scopes].some((scope) => record.scopes.has(scope))) continue;
    const { newest } = other.whole;
    const since = other.whole.sum(last + 1, newest).requests;
    const seconds = newest - last;
    const before = other.whole.sum(last - seconds + 1, last).requests;
    if (since >= HEARD_REQUESTS && since >= STILL_HEARD * before) until = newest;
  }
  return until;
}

/** Its slowest stretch, its mean and its longest gap over the last hours; null where it is not known for long, or had breaks. */
function paceOf(
  record: ServiceRecord,
  last: number,
): { least: number; mean: number; gap: number; requests: number; seconds: number } | null {
  const parts = record.whole
    .parts(last - LOOK_BACK_SECONDS, last)
    .filter(({ start }) => start + MINUTE <= last);
  const first = parts[0];
  if (!first || last - first.start < KNOWN_SECONDS) return null;
  let least = Number.POSITIVE_INFINITY;
  let gap = 0;
  let requests = 0;
  let seconds = 0;
  let end = first.start;
  for (const part of parts) {
    gap = Math.max(gap, part.start - end);
    end = part.start + part.seconds;
    requests += part.cell.requests;
    seconds += part.seconds;
    least = Math.min(least, part.cell.requests / part.seconds);
    // A stretch of so many requests leaves gaps of this length by chance alone.
    gap = Math.max(gap, (3 * part.seconds) / Math.max(1, part.cell.requests));
  }
  return requests === 0 ? null : { least, mean: requests / seconds, gap, requests, seconds };
}

/** Whether the hours of the week that the silence reaches into were busy before, the next one included: it may begin late in its hour. */
function isBusyHour(record: ServiceRecord, last: number, pace: number): boolean {
  return [last, last + HOUR].every((second) => {
    const season = record.whole.seasonal(second);
    return season !== null && season.requestsPerSecond >= SEASON_SHARE * pace;
  });
}

/** Whether a new revision of it began to serve, or somebody told of a change of it, shortly before. */
function isJustChanged(record: ServiceRecord, memory: Memory, last: number): boolean {
  const after = 1000 * (last - AFTER_CHANGE_SECONDS);
  const revisions = record.whole.revisions().filter(({ revision }) => revision !== "");
  const deployed = revisions.length > 1 && revisions.some(({ firstMs }) => firstMs >= after);
  return (
    deployed ||
    memory.witnesses.changes
      .eventsOf(record.repository, after, 1000 * (last + MINUTE))
      .some(({ service }) => service === record.service)
  );
}
