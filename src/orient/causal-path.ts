import { callersOf } from "./callers-of.ts";
import type { CaseFile } from "./case-file.ts";
import { failsItself } from "./fails-itself.ts";
import { WEIGHTS } from "./weights.ts";

const LEAST_SCORE = 1e-9;

/**
 * Services in which the fault may have begun, with the weight of each: the failing one, those that it
 * calls by the policy or by its traces, those that call it, and those that the evidence localises.
 */
export function causalPath(file: CaseFile): Map<string, number> {
  const { anomaly, evidence, policy } = file;
  const path = new Map<string, number>([[anomaly.service, WEIGHTS.ownership.own]]);
  const open = [anomaly.service];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const callee of [...(policy.services[at]?.depends_on ?? []), ...calledInTraces(at, file)]) {
      if (path.has(callee)) continue;
      path.set(callee, WEIGHTS.ownership.callee);
      open.push(callee);
    }
  }
  const callees = new Set(path.keys());
  const weighCaller = callerWeight(file);
  for (const caller of callersOf(file)) if (!path.has(caller)) path.set(caller, weighCaller(caller));
  for (const service of askedBefore(file))
    if (!path.has(service)) path.set(service, WEIGHTS.ownership.caller);
  const scores = new Map<string, number>();
  for (const place of evidence.localisation) {
    scores.set(place.service, Math.max(scores.get(place.service) ?? 0, place.score));
  }
  const best = Math.max(0, ...scores.values());
  // Less is what rounding leaves of nothing at all.
  if (best < LEAST_SCORE) return path;
  for (const [service, score] of scores) {
    const least = !path.has(service)
      ? WEIGHTS.ownership.unowned
      : callees.has(service)
        ? WEIGHTS.ownership.calleeLeast
        : weighCaller(service);
    path.set(service, Math.max(Math.log(Math.max(score, LEAST_SCORE) / best), least));
  }
  // Telemetry has spoken about where it began: a service on the path that it does not name is less likely.
  for (const service of path.keys()) {
    if (!scores.has(service) && path.get(service) !== WEIGHTS.ownership.caller)
      path.set(service, callees.has(service) ? WEIGHTS.ownership.callee * 2 : weighCaller(service));
  }
  return path;
}

/**
 * Who is refused fails, and who refuses is well: then it is as likely that the question is wrong (RFC 9110, section 15.5,
 * client errors) as that the answer is.
 */
function callerWeight(file: CaseFile): (service: string) => number {
  const refuses = !failsItself(file.anomaly.service, file.evidence);
  return (service) =>
    refuses && failsItself(service, file.evidence)
      ? WEIGHTS.ownership.refusedCaller
      : WEIGHTS.ownership.caller;
}

function calledInTraces(service: string, { evidence }: CaseFile): string[] {
  const called: string[] = [];
  for (const item of evidence.items) {
    if (item.kind !== "trace") continue;
    const services = new Map(item.spans.map((span) => [span.spanId, span.service]));
    for (const span of item.spans) {
      const caller = span.parentSpanId ? services.get(span.parentSpanId) : undefined;
      if (caller === service && span.service !== service) called.push(span.service);
    }
  }
  return called;
}

/**
 * Services that had been asked, in the same failing traces, before the failing one began: what they answered was handed on to
 * it, be it over a queue.
 */
function askedBefore({ anomaly, evidence }: CaseFile): Set<string> {
  const asked = new Set<string>();
  for (const item of evidence.items) {
    if (item.kind !== "trace" || !item.failing) continue;
    const began = Math.min(
      ...item.spans.filter(({ service }) => service === anomaly.service).map(({ startMs }) => startMs),
    );
    if (!Number.isFinite(began)) continue;
    for (const { service, startMs, durationMs } of item.spans)
      if (service !== anomaly.service && startMs + durationMs <= began) asked.add(service);
  }
  return asked;
}
