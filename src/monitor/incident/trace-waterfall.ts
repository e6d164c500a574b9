import { html } from "hono/html";
import type { Evidence, EvidenceOf } from "../../contracts/evidence.ts";
import { bar } from "./bar.ts";

const MOST_TRACES = 4;

/** Exemplar requests through the services, one that went bad first. */
export function traceWaterfalls(evidence: Evidence) {
  const traces = evidence.items
    .filter((item) => item.kind === "trace")
    .sort((a, b) => Number(b.failing) - Number(a.failing))
    .slice(0, MOST_TRACES);
  if (traces.length === 0) return "";
  return html`<section class="glass" aria-labelledby="traces"><h2 id="traces">Traces</h2>
  ${traces.map((trace, index) => html`<details id="trace-${trace.id}" ${index === 0 ? html`open` : ""}><summary>${trace.failing ? "A request that went bad" : "A request that went well"}${trace.signature ? `: ${trace.signature}` : ""} <small>${trace.id}</small></summary>${waterfall(trace)}</details>`)}</section>`;
}

function waterfall({ spans, traceId }: EvidenceOf<"trace">) {
  const sorted = [...spans].sort((a, b) => a.startMs - b.startMs);
  const end = Math.max(1, ...spans.map((span) => span.startMs + span.durationMs));
  const parents = new Map(spans.map((span) => [span.spanId, span.parentSpanId]));
  return html`<ol class="rows spans">${sorted.map(
    (span) =>
      html`<li data-depth="${depth(span.spanId, parents)}"><span><b>${span.service}</b> ${span.name}${span.error ? html` <em>failed</em>` : ""}</span>${bar(span.startMs / end, span.durationMs / end, span.error ? "bad" : "busy")}<span class="value">${milliseconds(span.durationMs)}</span></li>`,
  )}</ol><p class="note">trace <code>${traceId}</code></p>`;
}

/** How deep below its root, at most 6; a trace that claims to contain itself ends there, too. */
function depth(spanId: string, parents: ReadonlyMap<string, string | undefined>): number {
  let level = 0;
  for (let at = parents.get(spanId); at !== undefined && parents.has(at) && level < 6; at = parents.get(at))
    level++;
  return level;
}

const milliseconds = (ms: number) =>
  ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${Number(ms.toFixed(ms < 10 ? 1 : 0))} ms`;
