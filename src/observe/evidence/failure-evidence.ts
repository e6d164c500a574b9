import { redact } from "../../safety/redact.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { mergeMoved } from "../failures/merge-moved.ts";
import type { Occurrence } from "../failures/occurrence-list.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";
import { placeOf } from "./place-of.ts";

const MAX_ITEMS = 8;

/** Exceptions, from spans and from logs, that came with the anomaly, the most frequent and the newest first. */
export function failureEvidence({ anomaly, record, memory, before, after }: EvidenceContext): Unnumbered[] {
  const exceptions: (Unnumbered & { kind: "exception" })[] = [];
  for (const { signature, occurrences } of mergeMoved(record.failures.groups())) {
    const mine = occurrences.filter((one) => {
      if (anomaly.operation === "*") return true;
      const operation = one.operation ?? memory.traces.operationIn(one.scope, one.traceId, record.service);
      return operation === null || operation === anomaly.operation;
    });
    const since = mine.filter((one) => one.atMs >= Math.min(before, after));
    if (since.length === 0) continue;
    const countBefore = mine.length - since.length;
    const revisions = [...new Set(since.map((one) => one.revision).filter((revision) => revision !== ""))];
    const times = `${since.length} time${since.length === 1 ? "" : "s"} since the onset, ${countBefore} before it`;
    const last = since.reduce<Occurrence | null>(
      (late, one) => (late && late.atMs >= one.atMs ? late : one),
      null,
    );
    const place = signature.frames.find((frame) => frame.inApp);
    const at = place ? ` at ${placeOf(place)}` : "";
    const type = sanitise(signature.type, 200) || "Error";
    exceptions.push({
      kind: "exception",
      service: record.service,
      operation: anomaly.operation,
      type,
      message: redact(signature.template, []).slice(0, 500),
      frames: signature.frames,
      count: since.length,
      countBefore,
      revisions,
      ...(last
        ? {
            reference: {
              at: new Date(last.atMs).toISOString(),
              ...(last.traceId ? { traceId: sanitise(last.traceId, 64) } : {}),
            },
          }
        : {}),
      text: sanitise(`${type} “${signature.template}”${at}, ${times}.`, 1000),
    });
  }
  const surge = (item: { count: number; countBefore: number }) => item.count / (1 + item.countBefore);
  return exceptions.sort((a, b) => surge(b) - surge(a) || (a.text < b.text ? -1 : 1)).slice(0, MAX_ITEMS);
}
