import { html, raw } from "hono/html";
import { incidentCard } from "./incident-card.ts";
import { liveParts } from "./live-parts.ts";
import { LOOKED_AT } from "./looked-at.ts";
import { monitorStyle } from "./monitor-style.ts";
import { signedInAs } from "./signed-in-as.ts";
import { type ThoughtFilter, thoughtStream } from "./thought-stream.ts";
import type { MonitorSource } from "./view.ts";

const PAST = 6;

/** The frame of every page. Complete without script: it then refreshes by itself. */
export function frame(title: string, body: unknown, live: { lastEventId: number; now: number }) {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title}</title>
  <style>${raw(monitorStyle)}</style>
  <link rel="icon" href="/monitor/icon.svg" type="image/svg+xml">
  <noscript><meta http-equiv="refresh" content="5"></noscript>
  <script type="module" src="/monitor/monitor.js" data-since="${live.lastEventId}" data-now="${live.now}"></script>
</head>
<body>
  <div class="sky" aria-hidden="true"></div>
  <a class="skip" href="#main">Skip to the incidents</a>
  ${body}
  <p id="link" role="status" class="glass" hidden></p>
</body>
</html>`;
}

/** The status page, in the order in which a tired person looks. */
export async function statusPage(
  source: MonitorSource,
  lastEventId: number,
  filter: ThoughtFilter = {},
  login: string | null = null,
) {
  const now = source.now();
  const incidents = await source.incidents(LOOKED_AT);
  const parts = await liveParts(source, incidents);
  const moving = incidents.filter((incident) => !incident.closed);
  const past = incidents.filter((incident) => incident.closed).slice(0, PAST);
  return frame(
    "SRE-Space · Orbital Monitor",
    html`<header class="top">
    <div class="bar-top"><p class="brand glass">SRE-Space <span>Orbital Monitor</span></p>${signedInAs(login)}</div>
    <h1 class="unseen">State of the system</h1>
    <div id="part-state" class="glass hero">${parts["part-state"]}</div>
    <div id="part-needs">${parts["part-needs"]}</div>
  </header>
  <main id="main">
    <div class="column">
      <section class="glass at-incidents" aria-labelledby="moving">
        <h2 id="moving">Incidents</h2>
        <div id="incidents">
          ${moving.map((incident) => incidentCard(incident, now))}
          ${past.map((incident) => incidentCard(incident, now))}
          <p class="empty">No incident so far.</p>
        </div>
      </section>
      ${panel("services", "Services", parts["part-services"])}
      ${panel("github", "On GitHub", parts["part-github"])}
      ${panel("figures", "How fast, and how right", parts["part-figures"])}
    </div>
    <div class="column">
      ${thoughtStream(incidents, filter)}
      ${panel("health", "SRE-Space itself", parts["part-health"])}
    </div>
  </main>`,
    { lastEventId, now },
  );
}

const panel = (name: string, title: string, content: unknown) =>
  html`<section class="glass at-${name}" aria-labelledby="${name}-title"><h2 id="${name}-title">${title}</h2><div id="part-${name}">${content}</div></section>`;
