import type { ServiceRecord } from "../service-record.ts";
import { callersOf } from "../traces/callers-of.ts";
import type { TraceBuffer } from "../traces/trace-buffer.ts";

/** Requests that are followed upwards. */
const MOST_REQUESTS = 40;
/** Who calls whom changes rarely, and alerts come by the thousand. */
const FRESH_MS = 5_000;

/** Which services wait for another one, as its newest traces show. */
export class KnownCallers {
  private readonly traces: TraceBuffer;
  private readonly seen = new Map<string, { atMs: number; callers: ReadonlySet<string> }>();

  constructor(traces: TraceBuffer) {
    this.traces = traces;
  }

  of({ repository, environment, service, scopes }: ServiceRecord, now: number): ReadonlySet<string> {
    const key = `${repository}\0${environment}\0${service}`;
    const known = this.seen.get(key);
    if (known && now - known.atMs < FRESH_MS) return known.callers;
    const callers = new Set(
      this.traces
        .requests({ service, operation: "*", scopes }, () => true, MOST_REQUESTS)
        .flatMap(({ record, entry }) => callersOf(record, entry).map((caller) => caller.resource.service)),
    );
    callers.delete(service);
    if (this.seen.size > 1_000) this.seen.clear();
    this.seen.set(key, { atMs: now, callers });
    return callers;
  }
}
