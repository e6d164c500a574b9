import { levelText } from "../level-text.ts";
import type { RequestCell } from "../request-cell.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";

/** The measure before the onset against after it: of the operation, then of each service that suffers with it. */
export function shiftEvidence({
  anomaly,
  record,
  memory,
  slowMs,
  before,
  after,
}: EvidenceContext): Unnumbered[] {
  if (anomaly.symptom === "traffic" || anomaly.symptom === "saturation") {
    return [
      {
        kind: "shift",
        symptom: anomaly.symptom,
        service: anomaly.service,
        operation: "*",
        ...(anomaly.baseline
          ? { before: { requests: anomaly.baseline.samples, value: anomaly.baseline.value } }
          : {}),
        after: { requests: anomaly.observed.samples, value: anomaly.observed.value },
        unit: anomaly.observed.unit,
        text: anomaly.summary,
      },
    ];
  }
  if (anomaly.symptom === "memory") {
    return [
      {
        kind: "shift",
        symptom: "memory",
        service: anomaly.service,
        operation: "*",
        ...(anomaly.baseline
          ? { before: { requests: anomaly.baseline.samples, value: anomaly.baseline.value } }
          : {}),
        after: { requests: anomaly.observed.samples, value: anomaly.observed.value },
        unit: "bytes/s",
        text: `Memory of ${anomaly.service} grows by ${levelText(anomaly.observed)}${anomaly.baseline ? `; earlier processes grew by ${levelText(anomaly.baseline)} at the same age` : ""}.`,
      },
    ];
  }
  const unit = slowMs === null ? ("ratio" as const) : ("ms" as const);
  const value = (cell: RequestCell) =>
    unit === "ratio" ? cell.errors / cell.requests : (cell.latency.quantile(0.95) ?? 0);
  const places = [
    { of: record, operation: anomaly.operation },
    ...anomaly.blastRadius
      .map((service) => memory.services.neighbour(service, record))
      .filter((other) => other !== null)
      .map((of) => ({ of, operation: "*" })),
  ];
  const items: Unnumbered[] = [];
  for (const { of, operation } of places) {
    const series = of.series(operation);
    if (!series) continue;
    const cell = series.sum(Math.ceil(after / 1000), series.newest);
    const normal = series.baseline(Math.floor(before / 1000), 600).cell;
    if (cell.requests === 0) continue;
    const was =
      normal.requests > 0
        ? `, ${levelText({ value: value(normal), unit })} of ${normal.requests} before it`
        : "";
    const what = unit === "ratio" ? "failing requests" : "95th percentile";
    items.push({
      kind: "shift",
      symptom: anomaly.symptom,
      service: of.service,
      operation,
      ...(normal.requests > 0 ? { before: { requests: normal.requests, value: value(normal) } } : {}),
      after: { requests: cell.requests, value: value(cell) },
      unit,
      text: `${operation === "*" ? "All requests" : operation} of ${of.service}: ${what} ${levelText({ value: value(cell), unit })} of ${cell.requests} since the onset${was}.`,
    });
  }
  return items;
}
