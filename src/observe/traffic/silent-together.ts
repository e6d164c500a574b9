import type { Memory } from "../ingest-telemetry.ts";
import type { Silence } from "./detect-silence.ts";

/** What falls silent of one cause falls silent within this time. */
const TOGETHER_MS = 15_000;
const LOOK_BACK_MS = 30 * 60_000;
const MAX_SPANS = 4_000;

/**
 * Of services that fell silent together, those whose silence is unusual and that no other of them calls: who is not called any more because its caller
 * is not suffers with that one. Several such at once are none: that is a part of the pipeline. Who calls whom is read from the traces of the half hour before.
 */
export function silentTogether(silences: readonly Silence[], memory: Memory): Silence[] {
  if (!silences.some(({ unusual }) => unusual)) return [];
  return silences
    .filter(({ unusual }) => unusual)
    .flatMap((silence): Silence[] => {
      const others = silences.filter(
        (other) =>
          other.record.repository === silence.record.repository &&
          other.record.environment === silence.record.environment &&
          Math.abs(other.breach.onset.at - silence.breach.onset.at) <= TOGETHER_MS,
      );
      const calls = callsAmong(others, silence, memory);
      if (reaches(calls, silence.record.service, "callers").size > 0) return [];
      // Services that have nothing to do with one another fall silent together with the agent that collects from them.
      const isRoot = ({ record }: Silence) => reaches(calls, record.service, "callers").size === 0;
      if (others.filter(isRoot).length > 1) return [];
      const sufferers = [...reaches(calls, silence.record.service, "callees")].sort();
      return [{ ...silence, breach: { ...silence.breach, sufferers } }];
    });
}

type Call = readonly [caller: string, callee: string];

function callsAmong(silent: readonly Silence[], { record, breach }: Silence, memory: Memory): Call[] {
  const names = new Set(silent.map((one) => one.record.service));
  const calls = new Map<string, Call>();
  const from = breach.onset.at - LOOK_BACK_MS;
  for (const spans of memory.sample.read(record.scopes, from, breach.onset.at, MAX_SPANS)) {
    const serviceOf = new Map(spans.map((span) => [span.spanId, span.resource.service]));
    for (const { parentSpanId, resource } of spans) {
      const caller = parentSpanId ? serviceOf.get(parentSpanId) : undefined;
      if (!caller || caller === resource.service || !names.has(caller) || !names.has(resource.service))
        continue;
      calls.set(`${caller}\0${resource.service}`, [caller, resource.service]);
    }
  }
  return [...calls.values()];
}

/** Everybody that can be reached from that service in one direction, itself left out; who calls back is no caller. */
function reaches(calls: readonly Call[], service: string, direction: "callers" | "callees"): Set<string> {
  const next = (from: string) =>
    calls.filter(([caller, callee]) => (direction === "callees" ? caller : callee) === from);
  const found = new Set<string>();
  const queue = [service];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    for (const [caller, callee] of next(one)) {
      const there = direction === "callees" ? callee : caller;
      if (there === service || found.has(there)) continue;
      found.add(there);
      queue.push(there);
    }
  }
  return found;
}
