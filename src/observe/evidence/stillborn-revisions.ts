import type { EvidenceContext } from "./evidence-context.ts";

const RECENT_SECONDS = 30;
/** Of the requests that the service was used to, the share that it may still serve. */
const SILENT = 0.1;
const FEWEST_BEFORE = 20;
const FEWEST_FAILURES = 2;

/** A revision that was heard and never served a request. Times in epoch milliseconds. */
export interface Stillborn {
  revision: string;
  firstMs: number;
  lastMs: number;
  failures: number;
}

/**
 * Revisions of which nothing is heard but what they throw, of a service that has ceased to serve: they die while they
 * start. Nothing else would show them, since whoever serves no request is in no count of requests. Where an older
 * revision serves on, such a one harms nobody, and is left out.
 */
export function stillbornRevisions({ record, before, now }: EvidenceContext): Stillborn[] {
  const { whole } = record;
  const usual = whole.baseline(Math.floor(before / 1000), 600);
  if (usual.cell.requests < FEWEST_BEFORE) return [];
  const usually = usual.cell.requests / Math.max(1, usual.seconds);
  const hasCeased = (atMs: number) => {
    const last = Math.floor(atMs / 1000);
    const from = last - RECENT_SECONDS + 1;
    return whole.newest < from || whole.sum(from, last).requests <= SILENT * RECENT_SECONDS * usually;
  };
  const served = new Set(whole.revisions().map(({ revision }) => revision));
  const found = new Map<string, Stillborn>();
  for (const { occurrences } of record.failures.groups()) {
    for (const { revision, atMs } of occurrences) {
      if (revision === "" || served.has(revision) || atMs > now) continue;
      const known = found.get(revision);
      found.set(revision, {
        revision,
        firstMs: Math.min(atMs, known?.firstMs ?? atMs),
        lastMs: Math.max(atMs, known?.lastMs ?? atMs),
        failures: 1 + (known?.failures ?? 0),
      });
    }
  }
  // Until when anything was heard of the service: after that telemetry may simply have ended.
  const heardMs = Math.max(...[...found.values()].map(({ lastMs }) => lastMs));
  if (!hasCeased(heardMs)) return [];
  return [...found.values()].filter(({ failures }) => failures >= FEWEST_FAILURES);
}
