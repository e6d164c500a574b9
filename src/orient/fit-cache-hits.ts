import type { EvidenceOf } from "../contracts/evidence.ts";
import { cacheWorsened } from "./cache-worsened.ts";
import type { CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import type { ChangeClass } from "./mechanisms/change-class.ts";
import { WEIGHTS } from "./weights.ts";

const OF_CACHES: ReadonlySet<ChangeClass> = new Set([
  "cache removed",
  "cache lifetime shortened",
  "key of the cache changed",
]);

/** Whether a cache of the service is hit far less often than before, and a candidate changes what it keeps, how long, or by which key. */
export function fitCacheHits(service: string, files: readonly ReadFile[], file: CaseFile): Finding | null {
  const item = file.evidence.items.find(
    (one): one is EvidenceOf<"metric"> =>
      one.kind === "metric" && one.service === service && cacheWorsened(one),
  );
  if (!item) return null;
  for (const { path, inert, classes } of files) {
    const changed = inert ? undefined : classes.find(({ change }) => OF_CACHES.has(change));
    if (!changed) continue;
    return {
      family: "place",
      weight: WEIGHTS.place.cacheMisses,
      text: `A cache of ${service} answers less often than before (${item.metric}), and it changes what is kept there.`,
      evidence: [item.id],
      line: { path, line: changed.line },
    };
  }
  return null;
}
