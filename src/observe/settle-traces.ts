import { countKindless } from "./count-kindless.ts";
import { slowLimit } from "./detection/slow-limit.ts";
import type { Memory } from "./ingest-telemetry.ts";
import { isEntry } from "./is-entry.ts";
import { operationOf } from "./operation-of.ts";

/** Learnt limits are worth looking up once a tick, not once a trace. */
export function settleTraces({ services, traces, sample, witnesses, clocks }: Memory, now: number): void {
  const limits = new Map<string, number | null>();
  const limitOf = (service: string, operation: string, scope: string) => {
    const key = `${scope}\0${service}\0${operation}`;
    let limit = limits.get(key);
    if (limit === undefined) {
      const record = services.withScope(service, scope);
      const series = record?.series(operation);
      limit = record && series ? slowLimit(series, record.slo) : null;
      limits.set(key, limit);
    }
    return limit;
  };
  traces.settle(
    now,
    (entry, trace) => {
      const limit = limitOf(entry.resource.service, operationOf(entry), trace.scope);
      return limit !== null && entry.endMs - entry.startMs > limit;
    },
    (trace) => {
      countKindless(trace, services, clocks, now);
      sample.add(trace);
      for (const entry of trace.spans()) {
        if (!isEntry(entry)) continue;
        const record = services.withScope(entry.resource.service, trace.scope);
        if (!record) continue;
        record.profile(operationOf(entry))?.add(trace, entry);
        const limit = limitOf(entry.resource.service, operationOf(entry), trace.scope);
        witnesses.requests.add(
          record,
          trace,
          entry,
          limit !== null && entry.endMs - entry.startMs > limit,
          now,
        );
      }
    },
  );
}
