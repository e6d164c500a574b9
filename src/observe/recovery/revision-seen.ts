import type { Anomaly } from "../../contracts/anomaly.ts";
import type { ServiceBook } from "../service-book.ts";
import { isRevision } from "./is-revision.ts";

/** When processes of that revision first served a request or sent a measurement; null while none did. */
export function revisionSeen(services: ServiceBook, anomaly: Anomaly, revision: string): string | null {
  const record = services.get(anomaly.repository, anomaly.environment, anomaly.service);
  if (!record) return null;
  const times = [
    ...record.whole.revisions().map((span) => ({ revision: span.revision, firstMs: span.firstMs })),
    ...record.memory.processes(),
  ]
    .filter((one) => isRevision(one.revision, revision))
    .map((one) => one.firstMs);
  return times.length === 0 ? null : new Date(Math.min(...times)).toISOString();
}
