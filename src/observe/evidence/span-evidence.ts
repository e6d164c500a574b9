import { sanitise } from "../../safety/sanitise.ts";
import { isFailure } from "../is-failure.ts";
import { SpanProfile } from "../traces/span-profile.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";

const MAX_ITEMS = 5;
const MAX_TRACES = 100;
/** Milliseconds a request: what moved less explains nothing. */
const WORTH_MS = 20;

/**
 * Spans below the operation that take longer by themselves, or come more often, in the requests that went bad than in
 * those before the onset.
 */
export function spanEvidence({
  anomaly,
  record,
  memory,
  slowMs,
  before,
  now,
}: EvidenceContext): Unnumbered[] {
  if (anomaly.symptom === "memory") return [];
  const items: { moved: number; item: Unnumbered }[] = [];
  const operations = anomaly.operation === "*" ? [...record.operations.keys()] : [anomaly.operation];
  for (const operation of operations) {
    const profile = record.profile(operation);
    if (!profile) continue;
    const was = profile.read(0, before);
    const bad = new SpanProfile();
    const requests = memory.traces.requests(
      { service: record.service, operation, scopes: record.scopes },
      (entry) =>
        entry.endMs >= before && (slowMs === null ? isFailure(entry) : entry.endMs - entry.startMs > slowMs),
      MAX_TRACES,
    );
    for (const { record: trace, entry } of requests) bad.add(trace, entry);
    const is = bad.read(0, now + 60_000);
    if (was.requests < 3 || is.requests < 3) continue;
    for (const key of new Set([...was.kinds.keys(), ...is.kinds.keys()])) {
      const old = was.kinds.get(key);
      const young = is.kinds.get(key);
      const of = young ?? old;
      if (!of) continue;
      const perRequest = { before: old?.perRequest ?? 0, after: young?.perRequest ?? 0 };
      const ownMs = { before: old?.ownMs ?? 0, after: young?.ownMs ?? 0 };
      const moved = perRequest.after * ownMs.after - perRequest.before * ownMs.before;
      const oftener = perRequest.after > 1.5 * perRequest.before + 0.3;
      if (moved < WORTH_MS && !(oftener && moved > 0)) continue;
      const round = (n: number) => Number(n.toPrecision(3));
      const what = `${of.name}${of.detail ? ` (${of.detail})` : ""}`;
      items.push({
        moved,
        item: {
          kind: "span-shift",
          service: record.service,
          operation,
          span: of.name,
          ...(of.detail ? { detail: of.detail } : {}),
          perRequest: { before: round(perRequest.before), after: round(perRequest.after) },
          ownMs: { before: round(ownMs.before), after: round(ownMs.after) },
          ...(of.code ? { code: of.code } : {}),
          text: sanitise(
            `${what}: ${round(perRequest.after)} in each bad request, of ${round(ownMs.after)} ms own time; before the onset ${round(perRequest.before)} in each, of ${round(ownMs.before)} ms.`,
            1000,
          ),
        },
      });
    }
  }
  return items
    .sort((a, b) => b.moved - a.moved)
    .slice(0, MAX_ITEMS)
    .map(({ item }) => item);
}
