import { type Sites, siteOf } from "./dissect.ts";
import type { Call, Visit } from "./visit.ts";

/**
 * Names the callee of each call and works out the own time of each visit: what the union of its calls' intervals
 * leaves of it, so that parallel calls are not subtracted twice (the self time of critical-path analysis, CRISP,
 * USENIX ATC 2022). A call that is answered by a clock that is off is moved into the span that made it, where it
 * fits there, as Jaeger's adjuster does it; one that does not fit goes on after the answer, and is not waited for.
 *
 * @param nameOf the name by which a peer is known: that of a service which sends spans, where it is one.
 */
export function settleVisits(
  visits: readonly Visit[],
  sites: Sites,
  nameOf: (peer: string) => { name: string; outside: boolean },
): void {
  for (const visit of visits) {
    if (visit.calls.length > 0)
      visit.calls = visit.calls.filter((call) => settle(visit, call, sites, nameOf));
    visit.ownMs = visit.durationMs - covered(visit);
  }
}

/** False where it turns out to be no call, but a piece of the visit's own work. */
function settle(
  visit: Visit,
  call: Call,
  sites: Sites,
  nameOf: (peer: string) => { name: string; outside: boolean },
): boolean {
  const { entry } = visit;
  if (call.answer) {
    const child = call.answer.entry;
    if (!call.span) align(call, entry.startMs, entry.endMs);
    else if (call.answer.durationMs > 1.5 * (call.endMs - call.startMs) + 5 && !call.failed) {
      call.detached ||= child.kind !== "server";
    }
    return true;
  }
  const site = sites.answers.get(visit.service)?.get(siteOf(call));
  if (site) {
    call.target = site.target;
    call.operation = site.operation;
    return true;
  }
  if (call.peer !== undefined) {
    const { name, outside } = nameOf(call.peer);
    // An in-process client span that names its own service says nothing about another one.
    if (name === visit.service) return false;
    call.target = name;
    call.outside = outside;
    return true;
  }
  return call.span?.kind === "client";
}

function align(call: Call, from: number, to: number): void {
  const length = call.endMs - call.startMs;
  if (call.startMs >= from && call.endMs <= to) return;
  if (length > to - from) call.detached = true;
  else if (call.detached) return;
  else {
    call.startMs = Math.min(Math.max(call.startMs, from), to - length);
    call.endMs = call.startMs + length;
  }
}

function covered({ entry, calls }: Visit): number {
  if (calls.length === 0) return 0;
  if (calls.length > 1) calls.sort((a, b) => a.startMs - b.startMs);
  let sum = 0;
  let reached = entry.startMs;
  for (const call of calls) {
    // Who hands a message over waits for whoever takes it, and not for the one that will read it: a broker that is slow to take
    // it is the time of the one who sends.
    if (call.detached) continue;
    const end = Math.min(call.endMs, entry.endMs);
    if (end <= reached) continue;
    sum += end - Math.max(call.startMs, reached);
    reached = end;
  }
  return sum;
}
