import { html } from "hono/html";
import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Evidence, EvidenceOf } from "../../contracts/evidence.ts";
import { level } from "../view.ts";
import { bar } from "./bar.ts";

const MOST_LINES = 4;
const MOST_REVISIONS = 8;

/** What was measured: before and since, by revision, and how memory and other metrics went. */
export function charts(evidence: Evidence, anomaly: Anomaly) {
  const drawn = evidence.items.flatMap((item) => {
    if (item.kind === "revisions" && item.revisions.length > 0) return [byRevision(item, anomaly)];
    if (item.kind === "shift" && item.before) return [shift(item, anomaly)];
    return [];
  });
  const lines = evidence.items.flatMap((item) => {
    if (item.kind === "memory" && item.points.length > 1)
      return [
        line(
          item.id,
          `${item.metric} of ${item.service}`,
          item.points,
          (bytes) => `${(bytes / 1e6).toFixed(1)} MB`,
          "s after the start of the process",
          item.limit,
        ),
      ];
    if (item.kind === "metric" && item.points.length > 1)
      return [
        line(
          item.id,
          `${item.metric} of ${item.service}`,
          item.points,
          (value) => `${Number(value.toPrecision(3))} ${item.unit === "1" ? "" : item.unit}`,
          "s after the onset",
        ),
      ];
    return [];
  });
  if (drawn.length + lines.length === 0) return "";
  return html`<section class="glass" aria-labelledby="charts"><h2 id="charts">Measured</h2>${drawn.slice(0, 4)}${lines.slice(0, MOST_LINES)}</section>`;
}

/** The mark is what the objective allows. */
function byRevision({ id, revisions, unit, service, operation }: EvidenceOf<"revisions">, anomaly: Anomaly) {
  const most = Math.max(anomaly.objective, ...revisions.map(({ value }) => value)) * 1.05 || 1;
  const mark = unit === anomaly.observed.unit ? anomaly.objective / most : undefined;
  return html`<h3>By revision <small>${service} ${operation} · ${id}</small></h3><ul class="rows">${revisions
    .slice(-MOST_REVISIONS)
    .map(
      ({ revision, value, requests, broken }) =>
        html`<li><span><code>${revision.slice(0, 7)}</code> <small>${requests} requests</small></span>${bar(0, value / most, broken === null ? "grey" : broken ? "bad" : "good", mark)}<span class="value">${level(value, unit)}</span></li>`,
    )}</ul>`;
}

function shift({ id, before, after, unit, service, operation }: EvidenceOf<"shift">, anomaly: Anomaly) {
  const was = before?.value ?? 0;
  const most = Math.max(was, after.value, anomaly.objective) * 1.05 || 1;
  const mark = unit === anomaly.observed.unit ? anomaly.objective / most : undefined;
  const row = (name: string, value: number, requests: number, colour: "good" | "bad") =>
    html`<li><span>${name} <small>${requests} requests</small></span>${bar(0, value / most, colour, mark)}<span class="value">${level(value, unit)}</span></li>`;
  return html`<h3>Before and since <small>${service} ${operation} · ${id}</small></h3><ul class="rows">${row("before", was, before?.requests ?? 0, "good")}${row("since", after.value, after.requests, "bad")}</ul>`;
}

function line(
  id: string,
  title: string,
  points: readonly (readonly [number, number])[],
  say: (value: number) => string,
  axis: string,
  limit?: number,
) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.min(...ys), Math.max(...ys, limit ?? Number.NEGATIVE_INFINITY)];
  const x = (value: number) => (((value - left) / (right - left || 1)) * 300).toFixed(1);
  const y = (value: number) => (76 - ((value - low) / (high - low || 1)) * 72).toFixed(1);
  return html`<h3>${title} <small>${id}</small></h3>
  <svg class="chart line" viewBox="0 0 300 80" preserveAspectRatio="none" role="img" aria-label="${title}: from ${say(ys[0] ?? 0)} to ${say(ys.at(-1) ?? 0)}">
  ${limit === undefined ? "" : html`<line class="limit" x1="0" x2="300" y1="${y(limit)}" y2="${y(limit)}"/>`}
  ${left < 0 && right > 0 ? html`<line class="onset" x1="${x(0)}" x2="${x(0)}" y1="0" y2="80"/>` : ""}
  <polyline points="${points.map(([at, value]) => `${x(at)},${y(value)}`).join(" ")}"/></svg>
  <p class="note">${say(Math.min(...ys))} to ${say(Math.max(...ys))}${limit === undefined ? "" : `, limit ${say(limit)}`}; ${Math.round(left)} to ${Math.round(right)} ${axis}</p>`;
}
