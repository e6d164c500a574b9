import type { Span } from "../../contracts/telemetry.ts";
import { operationOf } from "../operation-of.ts";
import { requestFacts } from "../requests/request-facts.ts";
import { revisionOf } from "../revision-of.ts";
import type { TraceRecord } from "../traces/trace-record.ts";
import { failingSignature } from "./failing-signature.ts";

export interface Request {
  record: TraceRecord;
  entry: Span;
}

/** Weight of telling something that no exemplar chosen so far tells. */
const WORTH = { signature: 8, operation: 3, revision: 3, instance: 1 };

/**
 * A few requests that went bad, chosen to differ: each next one is that which shows most of what the others do not, by
 * what it failed with, its operation, revision and process; of equals the fullest trace, then the latest.
 */
export function chooseBad(all: readonly Request[], most: number): Request[] {
  const left = all
    .filter((one, i) => all.findIndex((other) => other.record === one.record) === i)
    .map((one) => ({ one, features: featuresOf(one) }));
  const shown = new Set<string>();
  const chosen: Request[] = [];
  while (chosen.length < most && left.length > 0) {
    const scored = left.map((each) => ({
      each,
      gain: each.features.reduce((sum, [name, weight]) => sum + (shown.has(name) ? 0 : weight), 0),
    }));
    scored.sort(
      (a, b) =>
        b.gain - a.gain ||
        b.each.one.record.size - a.each.one.record.size ||
        b.each.one.entry.endMs - a.each.one.entry.endMs ||
        (a.each.one.entry.traceId < b.each.one.entry.traceId ? -1 : 1),
    );
    const best = scored[0];
    // A third that fails just as the first two did tells nothing more.
    if (!best || (chosen.length >= 2 && best.gain < WORTH.operation)) break;
    chosen.push(best.each.one);
    for (const [name] of best.each.features) shown.add(name);
    left.splice(left.indexOf(best.each), 1);
  }
  return chosen;
}

function featuresOf({ record, entry }: Request): [string, number][] {
  return [
    [`s ${failingSignature(record.spans(), entry) ?? ""}`, WORTH.signature],
    [`o ${operationOf(entry)}`, WORTH.operation],
    [`r ${revisionOf(entry.resource)}`, WORTH.revision],
    [`i ${entry.resource.instance ?? ""}`, WORTH.instance],
  ];
}

/**
 * The healthy request to lay beside a bad one: of the same operation, as alike in its attributes as there is, and near
 * in time, a minute apart weighing as much as a quarter of the attributes. Null where there is none.
 */
export function chooseHealthy(all: readonly Request[], beside: Request): Request | null {
  const operation = operationOf(beside.entry);
  const facts = requestFacts(beside.record, beside.entry, undefined);
  const scored = all
    .filter((one) => operationOf(one.entry) === operation && one.record !== beside.record)
    .map((one) => {
      const its = requestFacts(one.record, one.entry, undefined);
      let same = 0;
      for (const [key, value] of facts) if (its.get(key) === value) same++;
      const alike = same / Math.max(1, facts.size + its.size - same);
      const minutes = Math.abs(one.entry.endMs - beside.entry.endMs) / 60_000;
      return { one, score: alike - minutes / 4 };
    })
    .sort((a, b) => b.score - a.score || (a.one.entry.traceId < b.one.entry.traceId ? -1 : 1));
  return scored[0]?.one ?? null;
}
