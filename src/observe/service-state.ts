import type { Instant } from "../contracts/instant.ts";
import type { Watch } from "./detection/watch.ts";
import { RequestCell } from "./request-cell.ts";
import type { ServiceRecord } from "./service-record.ts";

/** What the monitor shows of one service: the last ten seconds, or the last interval of its metrics. */
export interface ServiceState {
  repository: string;
  service: string;
  environment: string;
  /** Those that served in the last ten seconds. */
  revisions: string[];
  requestsPerSecond: number;
  errorRatio: number;
  p95Ms: number | null;
  memoryBytes: number | null;
  lastSeen: Instant;
  /** Null where nothing was heard of it for a minute. */
  broken: boolean | null;
}

const SECONDS = 10;
const SILENT_MS = 60_000;

export function stateOf(record: ServiceRecord, watch: Watch, now: number): ServiceState {
  // Metrics come in lumps: their last interval is the newest there is.
  const grain = record.rates.metered.coarsestSeconds(now);
  const seconds = Math.max(SECONDS, grain);
  const to = grain > 1 ? record.whole.newest : Math.floor(now / 1000);
  const cells = record.whole.byRevision(to - seconds + 1, to);
  const all = new RequestCell();
  for (const cell of cells.values()) all.merge(cell);
  const memory = record.memory
    .processes()
    .filter((process) => now - process.lastMs < SILENT_MS)
    .flatMap((process) => {
      const series = process.series.find((one) => one.kind === "resident") ?? process.series[0];
      const last = series?.points.at(-1);
      return last ? [last[1]] : [];
    });
  return {
    repository: record.repository,
    service: record.service,
    environment: record.environment,
    revisions: [...cells.keys()].filter((revision) => revision !== ""),
    requestsPerSecond: Math.round((all.requests / seconds) * 10) / 10,
    errorRatio: all.requests === 0 ? 0 : all.errors / all.requests,
    p95Ms: all.latency.quantile(0.95),
    memoryBytes: memory.length === 0 ? null : Math.max(...memory),
    lastSeen: new Date(record.lastSeenMs).toISOString(),
    broken:
      now - record.lastSeenMs > SILENT_MS ? null : watch.of(record.repository, record.service).length > 0,
  };
}
