import type { EvidenceOf } from "../contracts/evidence.ts";
import type { Quote } from "./quoting.ts";

/**
 * One request through the services as a mermaid gantt, failing spans in red. Its time axis has
 * milliseconds; what took less than one is drawn as one and says its true length.
 * https://mermaid.js.org/syntax/gantt.html
 */
export function traceGantt(trace: EvidenceOf<"trace">, quote: Quote): string {
  const spans = [...trace.spans].sort((a, b) => a.startMs - b.startMs);
  const end = Math.max(0, ...spans.map((span) => span.startMs + span.durationMs));
  const lines = ["gantt", "  dateFormat x", `  axisFormat ${end < 1000 ? "%L ms" : "%M:%S.%L"}`];
  for (const service of new Set(spans.map((span) => span.service))) {
    lines.push(`  section ${quote.label(service, 40)}`);
    for (const [index, span] of spans.entries()) {
      if (span.service !== service) continue;
      const start = Math.max(0, Math.round(span.startMs));
      const length = Math.max(1, Math.round(span.durationMs));
      const name = `${quote.label(span.name, 60)} ${milliseconds(span.durationMs)} ms`;
      lines.push(`    ${name} :${span.error ? "crit, " : ""}s${index}, ${start}, ${start + length}`);
    }
  }
  return `\`\`\`mermaid\n${lines.join("\n")}\n\`\`\``;
}

const milliseconds = (value: number) =>
  Number.isFinite(value) ? Number(value.toFixed(value < 10 ? 1 : 0)) : 0;
