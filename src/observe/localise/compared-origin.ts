import type { Symptom } from "../../contracts/signal.ts";
import type { Memory } from "../ingest-telemetry.ts";
import type { ServiceRecord } from "../service-record.ts";
import { localise } from "./localise.ts";
import type { ReadSpan } from "./span-facts.ts";

const LOOK_BACK_MS = 30 * 60_000;
/** Traces on either side below which a comparison says too little to name another service. */
const ENOUGH = 20;
/** Likelier than everything else together, by far. */
const SURE = 0.7;
const MAX_SPANS = 4_000;
/** A comparison is good for so long: whoever waits for an answer asks several times a second. */
const AGAIN_MS = 2_000;

interface Origin {
  service: string;
  operation: string;
  symptom: Symptom;
}

const compared = new WeakMap<ServiceRecord, { atMs: number; onset: number; origin: Origin | null }>();

/**
 * Where a slow-down began if not in the service that shows it, by comparing what lies below it in the traces since its
 * onset with the same of before: null where they are too few, where that is not clear, or where it is that service itself.
 */
export function comparedOrigin(
  record: ServiceRecord,
  { onset }: { onset: { at: number; earliest: number } },
  memory: Memory,
  now: number,
): Origin | null {
  const last = compared.get(record);
  if (last && last.onset === onset.earliest && now - last.atMs < AGAIN_MS && now >= last.atMs) {
    return last.origin;
  }
  const found = compare(record, onset, memory, now);
  // What sends nothing itself has no objective that it could break.
  const origin = found && memory.services.neighbour(found.service, record) ? found : null;
  compared.set(record, { atMs: now, onset: onset.earliest, origin });
  return origin;
}

function compare(
  { scopes, service }: ServiceRecord,
  onset: { at: number; earliest: number },
  { sample }: Memory,
  now: number,
): Origin | null {
  const below = (fromMs: number, toMs: number) =>
    sample
      .read(scopes, fromMs, toMs, MAX_SPANS)
      .map((spans) => partOf(spans, service))
      .filter((spans) => spans.length > 0);
  const incident = below(onset.at, now + 1);
  const baseline = below(onset.earliest - LOOK_BACK_MS, onset.earliest);
  if (incident.length < ENOUGH || baseline.length < ENOUGH) return null;
  const places = localise({ incident, baseline });
  const scores = new Map<string, number>();
  for (const place of places) scores.set(place.service, (scores.get(place.service) ?? 0) + place.score);
  const first = places.find((place) => (scores.get(place.service) ?? 0) >= SURE);
  if (!first || first.service === service) return null;
  return { service: first.service, operation: first.operation, symptom: "latency" };
}

/** The spans of a service and of all that it calls, in one trace: of what others do it is no victim. */
function partOf(spans: readonly ReadSpan[], service: string): ReadSpan[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const within = new Map<ReadSpan, boolean>();
  const isWithin = (span: ReadSpan): boolean => {
    const known = within.get(span);
    if (known !== undefined) return known;
    const mine = span.resource.service === service;
    // A parent that is its own descendant ends here.
    within.set(span, mine);
    if (mine) return true;
    const parent = span.parentSpanId === undefined ? undefined : byId.get(span.parentSpanId);
    const found = parent !== undefined && isWithin(parent);
    within.set(span, found);
    return found;
  };
  return spans.filter(isWithin);
}
