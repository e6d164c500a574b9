import { html } from "hono/html";
import type { Incident } from "../contracts/incident.ts";
import { incidentCard } from "./incident-card.ts";
import { statusStrip } from "./status-strip.ts";
import { thoughtLine } from "./thought-line.ts";
import type { MonitorSource } from "./view.ts";

/** The frame of every page. Complete without script: it then refreshes by itself. */
export function frame(title: string, body: unknown, lastEventId: number | null) {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title}</title>
  <link rel="stylesheet" href="/monitor/monitor.css">
  <noscript><meta http-equiv="refresh" content="5"></noscript>
  ${lastEventId === null ? "" : html`<script type="module" src="/monitor/monitor.js" data-since="${lastEventId}"></script>`}
</head>
<body>
  <div class="sky" aria-hidden="true"></div>
  ${body}
</body>
</html>`;
}

/** The status page, in the order in which a tired person looks. */
export async function statusPage(source: MonitorSource, lastEventId: number) {
  const now = source.now();
  const incidents = await source.incidents(30);
  const moving = incidents.filter((incident) => !incident.closed);
  const past = incidents.filter((incident) => incident.closed).slice(0, 8);
  return frame(
    "SRE-Space · Orbital Monitor",
    html`<header class="top">
    <p class="brand">SRE-Space <span>Orbital Monitor</span></p>
    <div id="status">${statusStrip(source, incidents)}</div>
  </header>
  <main>
    <section aria-labelledby="moving">
      <h2 id="moving">Incidents</h2>
      <div id="incidents">
        ${moving.map((incident) => incidentCard(incident, now))}
        ${past.map((incident) => incidentCard(incident, now))}
        <p class="empty">No incident so far.</p>
      </div>
    </section>
    <section aria-labelledby="thoughts-title">
      <h2 id="thoughts-title">Thoughts</h2>
      <ol id="thoughts" role="log" tabindex="0" aria-labelledby="thoughts-title">
        ${recentThoughts(incidents).map(thoughtLine)}
      </ol>
    </section>
  </main>`,
    lastEventId,
  );
}

function recentThoughts(incidents: readonly Incident[]) {
  return incidents
    .flatMap((incident) =>
      incident.thoughts.map((thought) => ({
        incident: incident.id,
        service: incident.anomaly.service,
        thought,
      })),
    )
    .sort((a, b) => b.thought.at.localeCompare(a.thought.at))
    .slice(0, 60);
}
