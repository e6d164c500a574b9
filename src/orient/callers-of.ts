import type { CaseFile } from "./case-file.ts";

/** Services that call the failing one, by the policy or by traces. What they ask of it may be what it suffers from. */
export function callersOf({ anomaly, evidence, policy }: CaseFile): Set<string> {
  const callers = new Set<string>();
  for (const [name, { depends_on }] of Object.entries(policy.services))
    if (depends_on.includes(anomaly.service)) callers.add(name);
  for (const item of evidence.items) {
    if (item.kind !== "trace") continue;
    const services = new Map(item.spans.map((span) => [span.spanId, span.service]));
    for (const span of item.spans) {
      const caller = span.parentSpanId ? services.get(span.parentSpanId) : undefined;
      if (span.service === anomaly.service && caller && caller !== span.service) callers.add(caller);
    }
  }
  return callers;
}
