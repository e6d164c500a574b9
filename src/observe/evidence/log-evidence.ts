import { redact } from "../../safety/redact.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { templateText } from "../logs/log-book.ts";
import { surgedTemplates } from "../logs/surged-templates.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";

const MAX_ITEMS = 6;
const MAX_OF_OTHERS = 2;

/** What the service, and those that suffer with it, began to write into their logs, or write far oftener than before. */
export function logEvidence({ anomaly, record, memory, before, after, now }: EvidenceContext): Unnumbered[] {
  const others = anomaly.blastRadius
    .map((service) => memory.services.neighbour(service, record))
    .filter((other) => other !== null);
  const items: Unnumbered[] = [];
  for (const of of [record, ...others]) {
    const logs = memory.witnesses.logs.of(of);
    if (!logs) continue;
    const growth = trafficGrowth(of, before, after);
    const surged = surgedTemplates(logs, { earliest: before, at: after }, growth, now);
    for (const one of surged.slice(0, of === record ? MAX_ITEMS : MAX_OF_OTHERS)) {
      const { template, perMinute, fresh } = one;
      const text = redact(templateText(template), []);
      const first = (template.firstMs - after) / 1000;
      const when = `${Math.abs(Math.round(first))} s ${first < 0 ? "before" : "after"} the onset’s best estimate`;
      const rate = (value: number) => Number(value.toPrecision(2));
      items.push({
        kind: "log",
        service: of.service,
        template: text.slice(0, 500),
        count: one.after,
        countBefore: one.before,
        severity: template.severity,
        perMinute: { before: rate(perMinute.before), after: rate(perMinute.after) },
        ...(fresh === null ? {} : { fresh }),
        firstSeen: new Date(template.firstMs).toISOString(),
        reference: {
          at: new Date(template.lastMs).toISOString(),
          ...(template.lastTraceId ? { traceId: sanitise(template.lastTraceId, 64) } : {}),
        },
        text: sanitise(
          `${of.service} logs (${template.severity}) “${text}”: ${fresh ? `never before, first ${when}; ` : ""}${rate(perMinute.after)} lines a minute since the onset, ${rate(perMinute.before)} before it (${one.after} and ${one.before} lines).`,
          1000,
        ),
      });
    }
  }
  return items.slice(0, MAX_ITEMS + MAX_OF_OTHERS);
}

/** Requests a second since the onset against before it; 1 where either is unknown. */
function trafficGrowth(of: EvidenceContext["record"], before: number, after: number): number {
  const { newest } = of.whole;
  const since = Math.floor(after / 1000);
  const until = Math.floor(before / 1000);
  const is = of.whole.sum(since, newest).requests / Math.max(1, newest - since + 1);
  const was = of.whole.sum(until - 120, until - 1).requests / 120;
  return is > 0 && was > 0 ? Math.min(20, Math.max(1, is / was)) : 1;
}
