import { sanitise } from "../../safety/sanitise.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";

const MAX_ITEMS = 8;

/** Exceptions, and error logs without one, that came with the anomaly, the most frequent and the newest first. */
export function failureEvidence({ anomaly, record, memory, before, after }: EvidenceContext): Unnumbered[] {
  const exceptions: (Unnumbered & { kind: "exception" })[] = [];
  const logs: (Unnumbered & { kind: "log" })[] = [];
  for (const { signature, occurrences } of record.failures.groups()) {
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
    if (signature.type === "" && signature.frames.length === 0) {
      logs.push({
        kind: "log",
        service: record.service,
        template: signature.template,
        count: since.length,
        countBefore,
        text: sanitise(`${record.service} logged “${signature.template}” ${times}.`, 1000),
      });
      continue;
    }
    const place = signature.frames.find((frame) => frame.inApp);
    const at = place ? ` at ${place.path}${place.line === undefined ? "" : `:${place.line}`}` : "";
    const type = sanitise(signature.type, 200) || "Error";
    exceptions.push({
      kind: "exception",
      service: record.service,
      operation: anomaly.operation,
      type,
      message: signature.template,
      frames: signature.frames,
      count: since.length,
      countBefore,
      revisions,
      text: sanitise(`${type} “${signature.template}”${at}, ${times}.`, 1000),
    });
  }
  const surge = (item: { count: number; countBefore: number }) => item.count / (1 + item.countBefore);
  return [
    ...exceptions.sort((a, b) => surge(b) - surge(a)).slice(0, MAX_ITEMS),
    ...logs.sort((a, b) => surge(b) - surge(a)).slice(0, 4),
  ];
}
