import type { Evidence } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import { timelineOf } from "./timeline.ts";

/** Requests that failed may have been seen with more than one exception. */
const ALLOWANCE = 1.3;

/**
 * The evidence without what belongs to a failure that was over before this one began. Scout counts an exception as old if
 * it was seen before the onset; where a revision that is gone has failed just so, that says nothing against its being new
 * now. Only the share that those revisions explain is taken off.
 */
export function withoutEarlierFailure(file: CaseFile): Evidence {
  const { evidence, anomaly } = file;
  if (anomaly.symptom !== "errors") return evidence;
  const services = new Set(
    evidence.items.flatMap((item) => (item.kind === "revisions" ? [item.service] : [])),
  );
  const failed = [...services].map((service) =>
    timelineOf(service, file)
      .served.filter(({ past }) => past)
      .reduce((sum, { requests, value }) => sum + requests * Math.min(1, value), 0),
  );
  const explained = ALLOWANCE * Math.max(0, ...failed);
  if (explained === 0) return evidence;
  return {
    ...evidence,
    items: evidence.items.map((item) =>
      item.kind === "exception" || item.kind === "log"
        ? { ...item, countBefore: Math.max(0, Math.round(item.countBefore - explained)) }
        : item,
    ),
  };
}
