import { html } from "hono/html";
import type { Incident } from "../../contracts/incident.ts";
import { duration } from "../../report/duration.ts";
import { bar } from "./bar.ts";

/** How long each part took, one below the other on one scale of time. */
export function phases({ anomaly, diagnosis, outcome, closed }: Incident, now: number) {
  const end = closed ? Date.parse(closed.at) : now;
  const moments: [string, string | undefined][] = [
    ["detect", anomaly.detectedAt],
    ["diagnose", diagnosis && diagnosis.decision !== "unknown" ? diagnosis.at : undefined],
    ["merge", outcome.merge?.at],
    ["heal", closed?.at],
  ];
  const start = Date.parse(anomaly.onset.at);
  const all = Math.max(1, end - start);
  let from = start;
  const rows = moments.flatMap(([name, at]) => {
    if (at === undefined) return [];
    const until = Math.max(from, Date.parse(at));
    const row = { name, from, until };
    from = until;
    return [row];
  });
  if (!closed) rows.push({ name: "until now", from, until: Math.max(from, end) });
  return html`<section class="glass" aria-labelledby="phases"><h2 id="phases">Where the time went</h2>
  <ul class="rows">${rows.map(({ name, from, until }) => html`<li><span>${name}</span>${bar((from - start) / all, (until - from) / all, name === "heal" ? "good" : name === "until now" ? "grey" : "busy")}<span class="value">${duration(until - from)}</span></li>`)}</ul></section>`;
}
