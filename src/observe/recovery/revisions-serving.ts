import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Instant } from "../../contracts/instant.ts";
import type { ServiceBook } from "../service-book.ts";

/** So many requests tell shares apart, and not from fewer seconds than these: instances take turns. */
const ENOUGH = 100;
const LEAST_SECONDS = 5;
const MOST_SECONDS = 60;

/**
 * Who serves a service at this moment: its latest requests, some hundred of them and some seconds at least, by the
 * revision that served them. Empty where none came, or where no revision is named.
 */
export function revisionsServing(
  services: ServiceBook,
  anomaly: Anomaly,
): { revision: string; firstSeen: Instant; requests: number }[] {
  const record = services.get(anomaly.repository, anomaly.environment, anomaly.service);
  if (!record || !(record.whole.newest > 0)) return [];
  const { whole } = record;
  const counts = new Map<string, number>();
  let total = 0;
  for (let back = 0; back < MOST_SECONDS && (back < LEAST_SECONDS || total < ENOUGH); back++) {
    for (const [revision, { requests }] of whole.byRevision(whole.newest - back, whole.newest - back)) {
      counts.set(revision, (counts.get(revision) ?? 0) + requests);
      total += requests;
    }
  }
  const first = new Map(whole.revisions().map(({ revision, firstMs }) => [revision, firstMs]));
  const named = [...counts].filter(([revision]) => revision !== "");
  if (named.length === 0) return [];
  return [...counts].map(([revision, requests]) => ({
    revision,
    firstSeen: new Date(first.get(revision) ?? whole.newest * 1000).toISOString(),
    requests,
  }));
}
