import type { EvidenceOf } from "../contracts/evidence.ts";

/** How often a cache answers; how often it does not, and what it throws away. */
const HITS = /hit[._-]?(?:ratio|rate)|cache[\w.-]*[._-]hits?$|keyspace[._-]hits/i;
const MISSES = /miss(?:es)?[._-]?(?:ratio|rate)?$|cache[\w.-]*[._-](?:miss\w*|evict\w*)|keyspace[._-]misses/i;
const FELL = 0.7;
const ROSE = 2;

/** Whether a metric says that a cache answers clearly less often than before. Only its name and its numbers are read. */
export function cacheWorsened({ metric, before, after }: EvidenceOf<"metric">): boolean {
  if (before === undefined || before < 0) return false;
  if (HITS.test(metric)) return after <= FELL * before && before > 0;
  return MISSES.test(metric) && after > 0 && after >= ROSE * before;
}
