import type { Onset } from "../contracts/anomaly.ts";
import type { Evidence } from "../contracts/evidence.ts";
import { changesChart } from "./changes-chart.ts";
import { evidenceLine } from "./evidence-line.ts";
import { fold } from "./fold.ts";
import { measureChart } from "./measure-chart.ts";
import type { ReportContext } from "./report-context.ts";
import { traceGantt } from "./trace-gantt.ts";
import { withinBudget } from "./within-budget.ts";

const BUDGET = 18_000;

/** The chart; then, for whoever opens it, the time line of changes, the exemplar trace, and every numbered fact. */
export function evidenceSection(
  evidence: Evidence,
  onset: Onset,
  isPublic: boolean,
  context: ReportContext,
): string {
  const chart = measureChart(evidence, context.quote);
  const parts: string[] = [];
  const changes = changesChart(evidence, onset, context.quote);
  if (changes) parts.push(`What changed around the onset:`, changes);
  // One request of one customer is neither a template nor a count.
  const traces = isPublic ? [] : evidence.items.filter((item) => item.kind === "trace");
  const exemplar = traces.find((trace) => trace.failing) ?? traces[0];
  if (exemplar && exemplar.spans.length > 0) {
    const id = context.quote.code(exemplar.traceId, 40);
    parts.push(`${exemplar.failing ? "A failing" : "A slow"} request (**${exemplar.id}**, trace ${id}):`);
    parts.push(traceGantt(exemplar, context.quote));
  }
  const { kept, left } = withinBudget(
    evidence.items.map((item) => evidenceLine(item, isPublic, context)),
    BUDGET,
  );
  parts.push(kept.join("\n"));
  if (left > 0) parts.push(`And ${left} more, on the monitor.`);
  const facts = `${evidence.items.length} ${evidence.items.length === 1 ? "fact" : "facts"}`;
  return [
    "### Evidence",
    ...(chart ? [chart] : []),
    fold(`${facts}, with time line and trace`, parts.join("\n\n")),
  ].join("\n\n");
}
