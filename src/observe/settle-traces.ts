import { countKindless } from "./count-kindless.ts";
import { slowLimit } from "./detection/slow-limit.ts";
import type { Memory } from "./ingest-telemetry.ts";
import { isEntry } from "./is-entry.ts";
import { operationOf } from "./operation-of.ts";

/** Requests whose spans are added up in one call, over all operations; and of one operation in five seconds, if there are few. */
const PROFILED = 50;
const PER_STEP = 100;

/** Learnt limits are worth looking up once a tick, not once a trace. */
export function settleTraces({ services, traces, sample, witnesses, clocks }: Memory, now: number): void {
  let read = 0;
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
        record.rates.noteName(entry);
        const profile = record.profile(operationOf(entry));
        if (profile && read < PROFILED) {
          // What was read least comes first: of many operations each is read now and then.
          const share = Math.max(1, Math.ceil(PER_STEP / (1 + Math.floor(services.budget.series / 50))));
          if (profile.taken(entry.endMs) < share) {
            profile.add(trace, entry);
            read++;
          }
        }
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
