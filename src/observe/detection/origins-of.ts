import type { Symptom } from "../../contracts/signal.ts";
import type { Span } from "../../contracts/telemetry.ts";
import type { Memory } from "../ingest-telemetry.ts";
import { isFailure } from "../is-failure.ts";
import { comparedOrigin } from "../localise/compared-origin.ts";
import { operationOf } from "../operation-of.ts";
import type { ServiceRecord } from "../service-record.ts";
import type { Normal } from "../traces/find-origin.ts";
import { summariseOrigins } from "../traces/summarise-origins.ts";
import type { Breach } from "./breach.ts";
import { slowLimit } from "./slow-limit.ts";

/** Of the bad requests that were followed, this share must begin elsewhere for the breach to be inherited. */
const MAJORITY = 0.6;

export interface OriginVerdict {
  /** Another service that most of the bad requests went bad in; null where it is the service itself, or unknown. */
  origin: { service: string; operation: string; symptom: Symptom } | null;
  sufferers: string[];
  followed: number;
  waiting: number;
  /** Share of the votes for each place, most first. */
  shares: { service: string; operation: string; share: number }[];
}

/**
 * Whose fault a breach is, by the traces of its bad requests.
 * @param compare whether to compare traces where these requests do not say; the shares do without
 */
export function originsOf(
  record: ServiceRecord,
  breach: Pick<Breach, "symptom" | "operation" | "onset" | "sufferers">,
  memory: Memory,
  now: number,
  compare = true,
): OriginVerdict {
  if (breach.symptom !== "errors" && breach.symptom !== "latency") {
    return { origin: null, sufferers: [...(breach.sufferers ?? [])], followed: 0, waiting: 0, shares: [] };
  }
  const before = Math.floor(breach.onset.earliest / 1000);
  const medians = new Map<string, number | null>();
  const normal: Normal = {
    medianMs(service, operation) {
      const key = `${service}\0${operation}`;
      let median = medians.get(key);
      if (median === undefined) {
        const series = memory.services.neighbour(service, record)?.series(operation);
        median = series?.baseline(before, 600).cell.latency.quantile(0.5) ?? null;
        medians.set(key, median);
      }
      return median;
    },
    slowMs(service, operation) {
      const other = memory.services.neighbour(service, record);
      const series = other?.series(operation);
      return other && series ? slowLimit(series, other.slo) : null;
    },
  };
  const isBad = (entry: Span) => {
    if (breach.symptom === "errors") return isFailure(entry);
    const limit = normal.slowMs(entry.resource.service, operationOf(entry));
    return limit !== null && entry.endMs - entry.startMs > limit;
  };
  const found = summariseOrigins(
    memory.traces,
    {
      service: record.service,
      operation: breach.operation,
      scopes: record.scopes,
      symptom: breach.symptom,
      sinceMs: breach.onset.earliest,
    },
    isBad,
    normal,
    now,
  );
  const votes = new Map<string, number>();
  for (const one of found.origins) votes.set(one.service, (votes.get(one.service) ?? 0) + one.votes);
  const [leader, count = 0] = [...votes].sort((a, b) => b[1] - a[1])[0] ?? [];
  const elsewhere = leader !== undefined && leader !== record.service && count >= MAJORITY * found.followed;
  const followed = elsewhere ? found.origins.find((one) => one.service === leader) : undefined;
  // Whoever waits for a call finds no slow request below it where the way is slow, or where its callee says little.
  const origin =
    followed ??
    (compare && breach.symptom === "latency" ? comparedOrigin(record, breach, memory, now) : null);
  const sufferers = new Set(found.sufferers.get(followed?.service ?? record.service));
  if (origin && !followed) sufferers.add(record.service).delete(origin.service);
  return {
    origin,
    sufferers: [...sufferers].sort(),
    followed: found.followed,
    waiting: found.waiting,
    shares: found.origins.map(({ service, operation, votes: n }) => ({
      service,
      operation,
      share: n / (found.followed + 1),
    })),
  };
}
