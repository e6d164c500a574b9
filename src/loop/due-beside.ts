import type { Anomaly } from "../contracts/anomaly.ts";
import type { Incident } from "../contracts/incident.ts";
import { mayBeItsOwn } from "./may-be-its-own.ts";

/** Joined anomalies that are looked at by themselves; in a storm the others are told and no more. */
const MOST = 3;
/** How long after each look that could not tell the next one follows, in seconds; after the last there is none. */
const LOOKS_AFTER_SECONDS = [2, 5, 10, 20, 40] as const;

/**
 * Which of the joined anomalies are to be looked at by themselves now. Once something was merged the evidence is of two
 * changes at once, so that what is bad still after it is looked at then, and not before.
 *
 * @param now epoch milliseconds
 */
export function dueBeside(incident: Incident, now: number): Anomaly[] {
  const { anomaly, related, beside, diagnosis, outcome, rollback, attempts, closed, sameAs } = incident;
  if (!diagnosis || outcome.merge || rollback || attempts.length > 0 || closed || sameAs) return [];
  const own = related.filter((other) => mayBeItsOwn(anomaly, other)).slice(0, MOST);
  return own.filter(({ fingerprint }) => {
    const last = beside.find((one) => one.fingerprint === fingerprint);
    if (!last) return true;
    const wait = last.decision === "unknown" ? LOOKS_AFTER_SECONDS[last.looks - 1] : undefined;
    return wait !== undefined && now - Date.parse(last.at) >= wait * 1000;
  });
}
